import { ACK, SYN } from '@fivewhys/capture';
import { type Connection, type Reset, readSilence, type Silence } from '@fivewhys/connections';
import type { Cause, Fit, LookAlike, Measure, NextStep, Why } from '@fivewhys/evidence';
import { candidatesFor, impossibleFor } from '../candidates.ts';
import { icmpName, isUnreachable } from '../icmp-names.ts';
import { numbersCommand } from '../numbers-command.ts';
import { duration, endpointText, flagsText, plural } from '../phrases.ts';
import { namedMakerOf, resetText } from '../reset-payload.ts';
import { type SenderGuess, senderOf } from '../sender.ts';
import { soonerThanRoundTrip } from '../sooner-than-round-trip.ts';
import { type ConnectionSubject, otherSide } from '../subject.ts';

/**
 * No cause fits. Says all the same: sent by whom as far as can be told, of what kind, acted on or not, provoked by which frame, TTL against the stream, what it
 * can't be and what it may be, and the command that would tell.
 *
 * It is the fallback of the engine: it fits everything, and its verdict is `undetermined`.
 */
export const undetermined: Cause<ConnectionSubject> = {
  id: 'undetermined',
  title: 'no cause fits the evidence',
  weigh(subject) {
    const { connection, reset, input } = subject;
    if (reset === undefined) return withoutReset(connection, input);
    const sender = senderOf(subject, reset);
    const lookAlikes: LookAlike[] = [
      ...impossibleFor(subject, reset, sender).map((named) => ({ ...named, excluded: true })),
      // Causes that weigh numbers can't weigh flags alone, nor what the RST answers where that was not captured; one that looks for a black hole wants more of it than payload that
      // was lost; and of a shape that Linux does not make each cause misses what would show that it is another system's, or forged.
      ...candidatesFor(subject, reset, sender).map((named) => ({
        ...named,
        excluded: false,
        stands:
          reset.kind === 'unknown' ||
          reset.kind === 'other' ||
          !isReceiverHeard(reset) ||
          named.cause === 'path-mtu-black-hole',
      })),
    ];
    return {
      kind: 'fits',
      directness: 'indirect',
      symptom: symptomOf(connection, reset),
      sentBy: sender.sentBy,
      whys: whysOf(subject, reset, sender),
      lookAlikes,
      notes: payloadNote(reset),
      next: nextSteps(connection, reset, sender),
      remedies: [],
      group: storyOf(connection, reset, sender),
      apart: String(connection.responder.port),
      measures: [
        ...(reset.frame === connection.firstFrame || answersUnseenSyn(reset)
          ? []
          : [
              {
                name: "seconds from the connection's first frame to the RST",
                value: (reset.instantNs - connection.firstInstantNs) / 1e9,
              },
              ...(connection.numbersKnown ? bytesBefore(reset) : []),
            ]),
      ],
    };
  },
};

/** Whether anything of the end that got the RST was captured before it. */
function isReceiverHeard({ before, from }: Reset): boolean {
  return before[otherSide(from)].segments > 0;
}

/** RST+ACK with number 0 answers a segment without ACK: where nothing of its receiver was captured, a SYN that was not. */
function answersUnseenSyn(reset: Reset): boolean {
  return reset.kind === 'B' && reset.from === 'responder' && !isReceiverHeard(reset);
}

function bytesBefore(reset: Reset): Measure[] {
  return [
    { name: 'bytes the responder had sent before the RST', value: reset.before.responder.payloadBytes },
    { name: 'bytes the originator had sent before the RST', value: reset.before.originator.payloadBytes },
  ];
}

const firstOfAll = 'before anything else of it was captured';

/** Where in the connection's life the RST came. */
export function phaseOf(connection: Connection, reset: Reset): string {
  const { originator, responder } = reset.before;
  if (originator.finFrame !== undefined || responder.finFrame !== undefined) return 'after a FIN';
  if (originator.segments + responder.segments === 0) return firstOfAll;
  if (answersSyn(connection, reset)) return 'in answer to a SYN';
  if (originator.dataSegments + responder.dataSegments === 0) return 'before any payload';
  if (responder.dataSegments === 0) return 'before the responder sent anything';
  return 'while payload was exchanged';
}

/** By its numbers; where the text has none, by nothing else having been sent. */
function answersSyn({ segments, numbersKnown }: Connection, { from, before, provokedBy }: Reset): boolean {
  const { originator, responder } = before;
  if (from !== 'responder' || originator.syns === 0 || responder.segments > 0) return false;
  if (!numbersKnown) return originator.segments === originator.syns;
  return segments.some(({ frame, flags }) => frame === provokedBy && (flags & (SYN | ACK)) === SYN);
}

const effectTexts: Readonly<Record<Reset['effect'], string>> = {
  accepted: 'which ended it',
  challenged: 'which was challenged',
  ignored: 'which was ignored',
  'too-late': 'which came too late',
  unknown: 'perhaps acted on',
};

const silenceTexts: Readonly<Record<Silence['kind'], string>> = {
  'unanswered-syn': 'its SYN was sent again and again without an answer',
  'unheard-syn-ack': 'SYN and SYN-ACK were sent again and again',
  'repeated-syn-ack': 'its SYN-ACK was sent again although it had been acknowledged',
  'unacknowledged-data': 'data was sent again and again without an answer',
};

function storyOf(connection: Connection, reset: Reset, { ttl }: SenderGuess): string {
  if (answersUnseenSyn(reset)) return 'An attempt was refused whose SYN is not in the capture';
  const kind = reset.kind === 'other' || reset.kind === 'unknown' ? '' : ` of kind ${reset.kind}`;
  const distance = ttl === undefined ? '' : `, with ${ttl === 'same' ? 'its' : 'another'} TTL`;
  return `The connection ${gotReset(reset)} ${phaseOf(connection, reset)}: a RST${kind} with the ${reset.from}'s address${distance}, ${effectTexts[reset.effect]}`;
}

function symptomOf(connection: Connection, reset: Reset): string {
  const target = endpointText(connection.responder);
  return answersUnseenSyn(reset)
    ? `${target} refused an attempt to connect whose SYN is not in the capture`
    : `The connection to ${target} ${gotReset(reset)} ${phaseOf(connection, reset)}`;
}

function gotReset({ effect }: Reset): string {
  return effect === 'accepted' ? 'was reset' : 'got a RST';
}

function whysOf(subject: ConnectionSubject, reset: Reset, sender: SenderGuess): Why[] {
  const { connection, input } = subject;
  const frames = [reset.frame];
  const receiver = otherSide(reset.from);
  const phase = phaseOf(connection, reset);
  return [
    {
      claim:
        phase === firstOfAll || reset.frame === connection.firstFrame || answersUnseenSyn(reset)
          ? effectClaim(reset, receiver)
          : `${effectClaim(reset, receiver)}, ${phase}`,
      evidence: [{ input, frames, detail: reset.effectBecause }],
    },
    {
      claim: `It is ${kindClaim(reset)}`,
      evidence: [
        {
          input,
          frames,
          detail:
            reset.kind === 'unknown'
              ? 'the text has flags and times alone'
              : reset.deviations.length === 0
                ? `flags, numbers, window, options${reset.ipId < 0 ? '' : ' and IP ID'} fit that kind`
                : reset.deviations.join('; '),
        },
        ...(reset.provokedBy === undefined
          ? []
          : [{ input, frames: [reset.provokedBy, reset.frame], detail: answered(connection, reset) }]),
      ],
    },
    {
      claim:
        sender.sentBy === 'unknown'
          ? `It bears the ${reset.from}'s address; who made it is open`
          : sender.sentBy === 'middlebox'
            ? `It bears the ${reset.from}'s address, but something between the ends made it`
            : `It came from the ${reset.from} itself, or from as far away`,
      evidence: [{ input, frames, detail: sender.because }, ...soonerThanRoundTrip(subject, reset)],
    },
  ];
}

function effectClaim(reset: Reset, receiver: string): string {
  switch (reset.effect) {
    case 'accepted':
      return `The ${receiver} had to act on the RST: the connection ended`;
    case 'challenged':
      return `The ${receiver} answers this RST with a challenge ACK and lives on`;
    case 'ignored':
      return `The ${receiver} ignores this RST`;
    case 'too-late':
      return 'The RST came when its receiver had no connection any more';
    case 'unknown':
      return `Whether the ${receiver} acted on the RST can't be told`;
  }
}

function kindClaim(reset: Reset): string {
  switch (reset.kind) {
    case 'A':
      return `of kind A: a host without a usable socket for the segment that it answers`;
    case 'B':
      return 'of kind B: a host without a socket for a segment that carried no ACK';
    case 'C':
      return `of kind C: a live socket that its own host aborted`;
    case 'unknown':
      return `a ${flagsText(reset.flags)}; its numbers, window and options, which would tell who makes such a RST, are not in the evidence`;
    case 'other':
      return `of a shape that no Linux socket makes: ${namedMakerOf(reset)?.claim ?? 'another system, a middlebox, or a forgery'}`;
  }
}

function answered(connection: Connection, reset: Reset): string {
  const segment = connection.segments.find(({ frame }) => frame === reset.provokedBy);
  const after = segment === undefined ? '' : `, ${duration(reset.instantNs - segment.instantNs)} before it`;
  return `it answers that segment: ${reset.provokedBecause}${after}`;
}

function payloadNote(reset: Reset): string[] {
  const text = resetText(reset);
  return text === undefined
    ? []
    : [`The RST carries ${plural(reset.payloadBytes, 'byte')} of payload, which may name the reason: "${text}"`];
}

function nextSteps(connection: Connection, reset: Reset, sender: SenderGuess): NextStep[] {
  const { originator, responder } = connection;
  const filter = `host ${originator.ip} and host ${responder.ip} and port ${responder.port}`;
  const steps: NextStep[] = [
    {
      why: `on ${connection[reset.from].ip}, where the RST should have been sent: a RST seen here and not there was made in between`,
      command: `tcpdump -ni any -s 128 -w ${reset.from}.pcap '${filter}'${reset.kind === 'other' ? '    # Windows: pktmon start --capture --pkt-size 128' : ''}`,
    },
  ];
  if (!connection.numbersKnown) steps.unshift(numbersCommand(connection));
  const maker = namedMakerOf(reset);
  if (maker !== undefined) {
    steps.unshift(...maker.next);
  } else if (reset.kind === 'other') {
    steps.push({
      why: `on ${connection[reset.from].ip}, if it is a Linux, before and after a reset: its counter stays, for it sends no RST of this shape`,
      command: 'nstat -az TcpOutRsts',
    });
  } else if (sender.ttl !== 'different') {
    steps.push({
      why: `on ${connection[reset.from].ip}, before and after a reset: which counter moved names the kernel's reason`,
      command:
        'nstat -az TcpOutRsts TcpEstabResets TcpExtTCPAbortOnClose TcpExtTCPAbortOnData TcpExtTCPAbortOnTimeout TcpExtListenOverflows',
    });
  }
  return steps;
}

/** Looks wrong without a RST: a SYN that was answered by an odd ACK, or an ICMP error that refuses the connection's segments. */
function withoutReset(connection: Connection, input: number): Fit {
  const icmp = connection.icmpErrors.find(({ family, type, code }) => isUnreachable(family, type, code));
  const target = endpointText(connection.responder);
  const common = {
    kind: 'fits' as const,
    directness: 'indirect' as const,
    notes: [],
    remedies: [],
    measures: [],
  };
  const silence = readSilence(connection);
  if (icmp === undefined && connection.oddAcks === 0 && silence !== undefined) {
    const frames = ('tries' in silence ? silence.tries : silence.synAcks).map(({ frame }) => frame);
    return {
      ...common,
      symptom: `The connection to ${target} got stuck: something was sent again and again without an answer`,
      sentBy: 'unknown',
      whys: [
        {
          claim: 'What one end sent was repeated and never answered',
          evidence: [{ input, frames, detail: `sent ${frames.length} times` }],
        },
      ],
      lookAlikes: [{ cause: 'firewall-drop', excluded: false, because: 'something on the way may discard it' }],
      next: [
        {
          why: `on ${connection.responder.ip}, while it happens: shows what arrives there`,
          command: `tcpdump -ni any -s 128 'host ${connection.originator.ip} and port ${connection.responder.port}'`,
        },
      ],
      group: `The connection got stuck: ${silenceTexts[silence.kind]}`,
      apart: String(connection.responder.port),
    };
  }
  if (icmp === undefined) {
    return {
      ...common,
      symptom: `A connection attempt to ${target} was answered by an ACK that does not fit it`,
      sentBy: 'unknown',
      whys: [
        {
          claim: 'A SYN was answered by a bare ACK that does not acknowledge it: something already holds this 4-tuple',
          evidence: [
            { input, frames: [connection.oddAckFrame ?? connection.firstFrame], detail: 'the first such ACK' },
          ],
        },
      ],
      lookAlikes: [
        {
          cause: 'half-open',
          excluded: false,
          because: 'the responder may still hold an older connection of the same 4-tuple',
        },
      ],
      next: [
        {
          why: 'run on the responder while attempts fail: shows the state in which it holds the 4-tuple',
          command: `ss -tan 'dport = :${connection.originator.port}'`,
        },
      ],
      group: 'Connection attempts were answered by an ACK that does not fit them',
      apart: String(connection.responder.port),
    };
  }
  const name = icmpName(icmp.family, icmp.type, icmp.code);
  return {
    ...common,
    symptom: `Segments for ${target} were refused by an ICMP error: ${name}`,
    sentBy: icmp.source === connection[otherSide(icmp.about)].ip ? otherSide(icmp.about) : 'middlebox',
    whys: [
      {
        claim: `${icmp.source} answered a segment of the ${icmp.about} with "${name}"`,
        evidence: [{ input, frames: [icmp.frame], detail: `it quotes the segment with seq ${icmp.quotedSequence}` }],
      },
    ],
    lookAlikes: [
      {
        cause: 'firewall-reject',
        excluded: false,
        because: 'a REJECT rule answers so; a host or router without a route does too',
      },
    ],
    next: [
      {
        why: `run on ${icmp.source}: shows the rules that reject, with their counters`,
        command: 'nft list ruleset | grep -n -B3 reject; iptables-save -c | grep REJECT',
      },
    ],
    group: `Segments were refused by an ICMP error: ${name}`,
    apart: `${icmp.source} ${connection.responder.port}`,
  };
}
