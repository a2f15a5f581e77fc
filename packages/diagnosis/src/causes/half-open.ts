import { type Connection, distance, type KeptSegment, type Reset } from '@fivewhys/connections';
import type { Cause, LookAlike, NextStep, Why } from '@fivewhys/evidence';
import { halfOpen as entry } from '../catalogue/half-open.ts';
import { addressInFilter } from '../commands/address-in-filter.ts';
import { duration, endpointText } from '../phrases.ts';
import type { ConnectionSubject } from '../subject.ts';
import { byAnswer } from './half-open/by-answer.ts';

/**
 * One end had forgotten the connection, and comes again on the same 4-tuple.
 *
 * Seen: a SYN on a 4-tuple that the responder still holds open gets a challenge ACK with the old connection's numbers; the originator, which knows no such connection, answers
 * that with a kind A RST (its seq the ACK's ack), and its SYN, sent again some 10 ms later, is accepted. Or, after a long silence, the responder speaks first, and gets that RST
 * (by-answer.ts).
 *
 * Implies: the originator lost the old connection without telling (a crash, a power cut, a RST or FIN that was lost), and came round to the same port. A SYN in a synchronized state
 * is answered by a challenge ACK, whatever its number (RFC 5961 section 4; tcp_validate_incoming).
 *
 * Alike: `time-wait-reuse`: the same exchange with a socket that both ends had closed.
 *
 * Settles it: the connection before, without FINs; else the ACK's IP ID (a live socket counts, TIME_WAIT has 0); TCPSYNChallenge on the responder.
 *
 * Shown by: captures/half-open.pcap.
 */
export const halfOpen: Cause<ConnectionSubject> = {
  id: 'half-open',
  title: 'one end had forgotten the connection',
  weigh(subject) {
    const { connection, reset, input } = subject;
    const facts = factsOf(connection);
    if (typeof facts === 'string') {
      return (reset && byAnswer(subject, reset)) ?? { kind: 'excluded', because: facts };
    }
    const { before, syn } = facts;
    return {
      kind: 'fits',
      directness: 'direct',
      symptom: `A connection attempt to ${endpointText(connection.responder)} met an older connection that the responder still held open${connection.handshake.synAckFrame === undefined ? '' : ', and was delayed'}`,
      sentBy: connection.resetFrames.length > 0 ? 'originator' : 'responder',
      whys: whysOf(connection, facts, input),
      lookAlikes: [timeWaitReuse(facts)],
      notes: notesOf(connection, facts),
      next: [nextStep(connection)],
      remedies: entry.remedies,
      group: 'A connection attempt met an older connection that the responder still held open',
      measures:
        before === undefined
          ? []
          : [
              {
                name: "seconds from the old connection's last segment to the new SYN",
                value: (syn.instantNs - before.lastInstantNs) / 1e9,
              },
            ],
    };
  },
};

interface Facts {
  readonly syn: KeptSegment;
  readonly challenge: KeptSegment;
  /** The originator's answer to the challenge. */
  readonly answer: Reset | undefined;
  /** The old connection, if the capture holds it. */
  readonly before: Connection | undefined;
}

function factsOf(connection: Connection): Facts | string {
  const challenge = connection.segments.find(({ frame }) => frame === connection.oddAckFrame);
  const syn = connection.segments.find(({ from, flags }) => from === 'originator' && (flags & 0x12) === 0x02);
  if (connection.oddAcks === 0 || challenge === undefined || syn === undefined) {
    return connection.handshake.synFrame === undefined
      ? 'the SYN is not in the capture'
      : 'no SYN was answered by a bare ACK';
  }
  const answer = connection.resets.find(
    ({ from, kind, sequence }) => from === 'originator' && kind === 'A' && sequence === challenge.acknowledgment,
  );
  const before = connection.predecessor;
  if (before === undefined) {
    if (challenge.ipId === 0) return 'the ACK that answered the SYN has IP ID 0, as of TIME_WAIT; a live socket counts';
    return { syn, challenge, answer, before };
  }
  const { responder, originator } = before.half;
  const ended = before.resets.find(({ effect }) => effect === 'accepted');
  // The originator's own RST may have been lost: an answer with the old numbers from a live socket says so.
  if (ended !== undefined && (ended.from === 'responder' || challenge.ipId === 0 || !numbersFit(before, challenge))) {
    return `the ${ended.from} had reset the connection before (frame ${ended.frame}): the responder held it no more`;
  }
  if (responder.finFrame !== undefined) {
    return 'the responder had sent its FIN on the connection before: it was not ESTABLISHED any more';
  }
  if (originator.nextSequence !== undefined && distance(challenge.acknowledgment, originator.nextSequence) > 0) {
    return `the ACK that answered the SYN (ack ${challenge.acknowledgment}) is not of the connection before, where the originator reached ${originator.nextSequence}`;
  }
  return { syn, challenge, answer, before };
}

function whysOf(connection: Connection, { syn, challenge, answer, before }: Facts, input: number): Why[] {
  const accepted = connection.segments.find(({ frame }) => frame === connection.handshake.synAckFrame);
  const again = connection.segments.find(
    ({ from, flags, frame }) => from === 'originator' && (flags & 0x12) === 0x02 && frame > syn.frame,
  );
  const whys: Why[] = [
    {
      claim:
        accepted === undefined
          ? 'The attempt failed: its SYN was answered by a bare ACK, and never by a SYN-ACK'
          : 'The attempt was held up: its SYN was answered by a bare ACK, and only a later one by a SYN-ACK',
      evidence: [
        {
          input,
          frames: [syn.frame, challenge.frame],
          detail: `ACK seq ${challenge.sequence} ack ${challenge.acknowledgment}; a SYN-ACK would have ack ${(syn.sequence + 1) >>> 0}`,
        },
        ...(accepted === undefined
          ? []
          : [
              {
                input,
                frames: [...(again === undefined ? [] : [again.frame]), accepted.frame],
                detail: `the SYN-ACK came ${duration(accepted.instantNs - syn.instantNs)} after the first SYN`,
              },
            ]),
      ],
    },
  ];
  if (answer !== undefined) {
    whys.push({
      claim: 'The originator knew nothing of a connection that this ACK could belong to, and reset it',
      evidence: [
        {
          input,
          frames: [challenge.frame, answer.frame],
          detail: `kind A, seq ${answer.sequence} of the RST = ack ${challenge.acknowledgment} of the ACK`,
        },
      ],
    });
  }
  whys.push({
    claim: `The ACK is a challenge from a live socket: the responder still held ${before === undefined ? 'an older connection' : `stream ${before.stream}`} on the same addresses and ports open`,
    evidence: [
      ...(before === undefined
        ? []
        : [
            {
              input,
              frames: [before.lastFrame, challenge.frame],
              detail: `seq ${challenge.sequence} and ack ${challenge.acknowledgment} are where that connection stood${numbersFit(before, challenge) ? ' (its snd_nxt and rcv_nxt)' : ''}; the responder had sent no FIN on it`,
            },
          ]),
      { input, frames: [challenge.frame], detail: ipIdDetail(challenge) },
    ],
  });
  if (before !== undefined) {
    const reset = before.resets.find(({ from }) => from === 'originator');
    whys.push({
      claim: 'The originator had forgotten that connection, and the responder was never told in a way that it accepted',
      evidence: [
        {
          input,
          frames: [before.lastFrame, syn.frame],
          detail: `${before.half.originator.finFrame === undefined ? 'no FIN' : 'only a FIN'} and ${reset === undefined ? 'no RST' : `only a RST that the responder can't have got (frame ${reset.frame})`} of the originator in the capture; its new SYN came ${duration(syn.instantNs - before.lastInstantNs)} after the old connection's last segment`,
        },
      ],
    });
  }
  return whys;
}

function numbersFit(before: Connection, { sequence, acknowledgment }: KeptSegment): boolean {
  const { originator, responder } = before.half;
  return sequence === responder.nextSequence && acknowledgment === originator.nextSequence;
}

function ipIdDetail({ ipId }: KeptSegment): string {
  if (ipId < 0) return 'its IP ID is not in the evidence (IPv6 has none)';
  return ipId === 0
    ? 'its IP ID is 0, which a live socket of Linux would not send'
    : `its IP ID is ${ipId}: a live socket counts, TIME_WAIT sends 0`;
}

function timeWaitReuse({ challenge, before }: Facts): LookAlike {
  const cause = 'time-wait-reuse';
  if (before !== undefined) {
    return {
      cause,
      excluded: true,
      because: `the responder had sent no FIN on stream ${before.stream}: it had no reason for TIME_WAIT`,
    };
  }
  return challenge.ipId > 0
    ? { cause, excluded: true, because: `the ACK's IP ID is ${challenge.ipId}; TIME_WAIT answers with 0` }
    : {
        cause,
        excluded: false,
        because: 'neither the connection before nor an IP ID is in the capture: the ACK may come from TIME_WAIT',
      };
}

function notesOf(connection: Connection, { answer }: Facts): string[] {
  return answer !== undefined && connection.handshake.synAckFrame !== undefined
    ? [
        `The originator's RST (frame ${answer.frame}) ended the old connection at the responder, whose program was told "connection reset by peer" about it.`,
      ]
    : [];
}

function nextStep({ originator, responder }: Connection): NextStep {
  return {
    why: `run on ${responder.ip} before and after such an attempt: TCPSYNChallenge grows; and the second line lists what it still holds open for that end`,
    command: `nstat -az TcpExtTCPSYNChallenge TcpExtTCPChallengeACK; ss -tano 'dst ${addressInFilter(originator.ip)}'`,
  };
}
