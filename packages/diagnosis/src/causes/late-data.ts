import { readDiscardedRequest } from '@fivewhys/connections';
import type { Cause, LookAlike, NextStep, Why } from '@fivewhys/evidence';
import { lateData as entry } from '../catalogue/late-data.ts';
import { addressInFilter } from '../commands/address-in-filter.ts';
import { announcedEnd } from '../http/announced-end.ts';
import { discardedAfterFin } from '../http/discarded-request.ts';
import { repeatText } from '../http/idempotent.ts';
import { requestAt, requestEvidence } from '../http/lost-request.ts';
import { count, duration, endpointText, framesText, plural } from '../phrases.ts';
import { refusedAfter } from '../reset/abort.ts';
import { type AfterFin, afterFinOf, mayBeLastWord } from '../reset/after-fin.ts';
import { otherBoxes } from '../sender/other-boxes.ts';
import { type ConnectionSubject, otherSide } from '../subject.ts';

/**
 * Data was sent after the other end had closed.
 *
 * Seen: an end has acknowledged the other's FIN and sends data all the same; a kind A RST answers it, its seq that of the FIN + 1.
 *
 * Implies: the closing program had closed both directions (a FIN alone would still let it read), so the kernel has nobody to give the data to: the socket is in FIN_WAIT2 without a
 * program, or in TIME_WAIT (RFC 9293 sections 3.6.1 and 3.10.7.1; tcp_v4_rcv, do_time_wait). The sending program did not look at the end of file that lay in its socket.
 *
 * Without a RST: a program that closed its own direction alone and reads on for a while (Apache httpd, lighttpd) has the data acknowledged; a request among it is never answered.
 *
 * Alike: `keep-alive-race` (the FIN had not been seen, the RST's number is one lower); `process-killed`; a box on the way that rejects the data.
 *
 * Settles it: RST.seq = FIN.seq + 1, and the TTL. No abort counter moves.
 *
 * Shown by: captures/late-data.pcap.
 */
export const lateData: Cause<ConnectionSubject> = {
  id: 'late-data',
  title: 'data was sent after the other end had closed',
  weigh(subject) {
    const { connection } = subject;
    const discarded = readDiscardedRequest(connection);
    if (discarded?.crossed === false) {
      // The responder does read on.
      return discardedAfterFin(subject, discarded, entry.remedies.slice(0, 1));
    }
    const facts = afterFinOf(subject);
    if (typeof facts === 'string') return { kind: 'excluded', because: facts };
    if (facts.crossed) {
      return {
        kind: 'excluded',
        because: `the data's ack ${facts.data[0].acknowledgment} does not cover the FIN: the ${facts.sender} had not seen it`,
      };
    }
    if (!facts.newMessage) {
      return {
        kind: 'excluded',
        because: `the ${facts.sender} was in the middle of sending when the ${facts.closer} closed`,
      };
    }
    if (facts.closer === 'originator' && facts.previousFrom === 'originator') {
      return {
        kind: 'excluded',
        because: 'the originator closed before its last word was answered: it did not wait for more',
      };
    }
    if (isTurnedAway(subject, facts)) {
      return {
        kind: 'excluded',
        because:
          'the responder spoke first and closed before the originator had said anything: it turned the connection away',
      };
    }
    const { closer, sender, finInstantNs, data } = facts;
    return {
      kind: 'fits',
      directness: 'direct',
      symptom:
        closer === 'responder'
          ? `Data for ${endpointText(connection.responder)} was sent on a connection that it had closed, and was reset`
          : `Data of ${endpointText(connection.responder)} was sent on a connection that its originator had closed, and was reset`,
      sentBy: closer,
      whys: whysOf(subject, facts),
      lookAlikes: lookAlikesOf(subject, facts),
      notes: notesOf(subject, facts),
      next: [nextStep(subject, sender)],
      remedies: mayBeLastWord(facts) ? [] : entry.remedies,
      group: `Data${mayBeLastWord(facts) ? ', perhaps no more than a farewell,' : ''} was sent on a connection that the ${closer} had closed, and was reset`,
      measures: [
        { name: `seconds from the ${closer}'s FIN to the data`, value: (data[0].instantNs - finInstantNs) / 1e9 },
        { name: 'bytes of the data that was lost', value: facts.dataBytes },
      ],
    };
  },
};

/** Of a protocol in which the responder greets (SSH, SMTP, MySQL): what it said before its FIN was no greeting, and the data is the first word of the originator, which expected one. */
function isTurnedAway({ connection }: ConnectionSubject, { reset, closer, data }: AfterFin): boolean {
  const { originator, responder } = reset.before;
  return (
    closer === 'responder' &&
    connection.handshake.synFrame !== undefined &&
    responder.dataSegments > 0 &&
    originator.dataSegments === data.length
  );
}

function whysOf(subject: ConnectionSubject, facts: AfterFin): Why[] {
  const { connection, input } = subject;
  const { reset, closer, sender, data, dataBytes, finSequence, finFrame, finInstantNs } = facts;
  const [first] = data;
  const acknowledged = connection.segments.find(
    ({ from, frame, acknowledgment, flags }) =>
      from === sender && frame > finFrame && (flags & 0x14) === 0x10 && acknowledgment === (finSequence + 1) >>> 0,
  );
  const announced = announcedEnd(subject, closer, finFrame);
  const seenBefore = acknowledged !== undefined && acknowledged.frame < first.frame ? acknowledged : undefined;
  return [
    {
      claim: 'The data got no answer but a RST',
      evidence: [
        {
          input,
          frames: [...data.map(({ frame }) => frame), reset.frame],
          detail: `${count(dataBytes)} bytes from seq ${first.sequence}, never acknowledged; the RST came ${duration(reset.instantNs - first.instantNs)} later`,
        },
        ...requestEvidence(subject, first.frame),
        { input, frames: [reset.frame], detail: reset.effectBecause },
      ],
    },
    {
      claim: `The ${closer}'s program had closed both directions: its kernel had nobody to give the data to`,
      evidence: [
        {
          input,
          frames: [finFrame, first.frame, reset.frame],
          detail: `kind A, seq ${reset.sequence} of the RST = ack ${first.acknowledgment} of frame ${first.frame}, which it answers = seq ${finSequence} of the FIN + 1`,
        },
        { input, frames: [reset.frame], detail: facts.resetSender.because },
      ],
    },
    {
      claim: `The ${sender}'s host had got the FIN before it sent`,
      evidence: [
        seenBefore === undefined
          ? {
              input,
              frames: [finFrame, first.frame],
              detail: `ack ${first.acknowledgment} of the data itself covers the FIN`,
            }
          : {
              input,
              frames: [finFrame, seenBefore.frame, first.frame],
              detail: `frame ${seenBefore.frame} acknowledges it (ack ${seenBefore.acknowledgment}), ${duration(first.instantNs - seenBefore.instantNs)} before the data`,
            },
      ],
    },
    {
      claim: mayBeLastWord(facts)
        ? `The ${sender} answered the FIN with a last word of ${plural(dataBytes, 'byte')}, for which nobody waited`
        : `The ${sender}'s program wrote without looking whether the connection was still open: the end of file had been waiting in its socket`,
      evidence: [
        {
          input,
          frames: [finFrame, first.frame],
          detail: `the data came ${duration(first.instantNs - finInstantNs)} after the FIN`,
        },
        ...(announced === undefined ? [] : [announced.evidence]),
      ],
    },
  ];
}

function notesOf(subject: ConnectionSubject, facts: AfterFin): string[] {
  const request = requestAt(subject, facts.data[0]);
  const repeat = request === undefined ? undefined : repeatText(request);
  const notes = [
    ...(repeat === undefined ? [] : [repeat]),
    `To the program of the ${facts.sender} the write that was lost seemed to succeed; the next read or write got the error ("connection reset by peer", "broken pipe").`,
  ];
  if (mayBeLastWord(facts)) {
    notes.push(
      `${count(facts.dataBytes)} bytes at this place may be what TLS says last (close_notify): then nothing was lost.`,
    );
  }
  return notes;
}

function lookAlikesOf(subject: ConnectionSubject, facts: AfterFin): LookAlike[] {
  const { finSequence, data, reset, resetSender } = facts;
  return [
    {
      cause: 'keep-alive-race',
      excluded: true,
      because: `ack ${data[0].acknowledgment} of frame ${data[0].frame} covers the FIN, and the RST's seq ${reset.sequence} is ${finSequence} + 1: nothing crossed`,
    },
    processEnded(subject, facts),
    ...(mayBeLastWord(facts)
      ? [
          {
            cause: 'harmless',
            excluded: false,
            because: `${count(facts.dataBytes)} bytes may be no more than a farewell, such as TLS's close_notify`,
          },
        ]
      : []),
    ...otherBoxes(resetSender, ['idle-timeout', 'firewall-reject']),
  ];
}

/** Whatever closed the connection, the data was sent after it; but what has to be mended is then the end of that process. */
function processEnded(subject: ConnectionSubject, { closer, finInstantNs, sender }: AfterFin): LookAlike {
  const cause = 'process-killed';
  const refused = closer === 'responder' ? refusedAfter(subject, finInstantNs) : [];
  if (refused.length === 0) {
    return {
      cause,
      excluded: true,
      because: `whatever closed it, the ${sender} had got the FIN, and sent all the same`,
    };
  }
  return {
    cause,
    excluded: false,
    because: `${plural(refused.length, 'SYN')} to the same port ${refused.length === 1 ? 'was' : 'were'} refused after the FIN (${framesText(refused.map(({ frame }) => frame))}): the process may have ended`,
  };
}

function nextStep({ connection }: ConnectionSubject, sender: AfterFin['sender']): NextStep {
  const peer = connection[otherSide(sender)];
  return {
    why: `run on ${connection[sender].ip}: connections in CLOSE-WAIT are those whose end of file the program has not taken yet`,
    command: `ss -tanp state close-wait 'dst ${addressInFilter(peer.ip)}'`,
  };
}
