import { ACK, FIN, SYN, URG } from '@fivewhys/capture';
import type { Reset } from '@fivewhys/connections';
import type { NamedCause } from '@fivewhys/evidence';
import type { CauseId } from '../../catalogue.ts';
import { duration } from '../../phrases.ts';
import { lostOnTheWay } from '../../reset/payload-before.ts';
import { repeatedSynAckBefore } from '../../reset/repeated-syn-ack.ts';
import { resetByAnother } from '../../reset/reset-by-another.ts';
import { isToldByAnother } from '../../reset/told-by-another.ts';
import { beganElsewhere } from '../../sender/began-elsewhere.ts';
import type { SenderGuess } from '../../sender/sender.ts';
import { longSilenceNs } from '../../silence/long-silence.ts';
import { longerSilenceLived } from '../../silence/longer-silence-lived.ts';
import { silenceBefore } from '../../silence/silence-before.ts';
import { type ConnectionSubject, otherSide } from '../../subject.ts';

/** One that stays possible although the cause itself did not fit: what would show it lies at the other end. */
export interface Candidate extends NamedCause {
  readonly stands?: true;
}

/** A RST this many handshake round trips after the SYN-ACK came "right after the handshake". */
const earlyRoundTrips = 3;

/**
 * What the shape of a RST leaves possible: the order that separates every known case, from CAUSES: kind C means the sender's own host; kind A with
 * another TTL means another box; with the same TTL the place of the FIN, the handshake or a silence decides.
 */
export function candidatesFor(subject: ConnectionSubject, reset: Reset, sender: SenderGuess): Candidate[] {
  const named = (cause: CauseId, because: string): Candidate => ({ cause, because });
  const lost = lostOnTheWay(subject, reset);
  switch (reset.kind) {
    case 'C':
      if (lost !== undefined) {
        return [
          named('path-mtu-black-hole', `${lost}; if only large segments are, the path takes no packets of that size`),
          named('firewall-drop', 'or something on the way drops whatever comes'),
        ];
      }
      return reset.from === 'originator'
        ? [
            named(
              'client-abort',
              'a live socket of the originator was aborted: a time-out, a cancelled request, an abort by its program',
            ),
            named('unread-data', 'or its program closed with bytes unread'),
            named('keepalive-dead', 'or its keep-alive probes went unanswered'),
          ]
        : [
            named(
              'unread-data',
              'a live socket of the responder was aborted: closed with bytes unread is the most frequent reason',
            ),
            named('linger-zero', 'or closed with SO_LINGER 0'),
            named('process-killed', 'or its process ended with bytes unread'),
            named('application-abort', 'or its program aborted it for a reason of its own'),
          ];
    case 'B':
      return sender.ttl === 'different'
        ? [named('firewall-reject', `another host refused what it answers: ${sender.because}`)]
        : [
            named('firewall-reject', 'a REJECT rule answers a segment without ACK like this'),
            named('closed-port', 'so does a host without a listener'),
          ];
    case 'A':
      if (sender.ttl !== 'different' && repeatedSynAckBefore(subject, reset) !== undefined)
        return ofRepeatedSynAck(subject);
      if (sender.ttl !== 'different' && isToldByAnother(subject, reset)) return ofToldByAnother(subject);
      return candidatesOfReply(subject, reset, sender);
    case 'unknown':
      return candidatesByFlags(reset, subject.connection.ending === 'rejected' && hasOnlySyns(reset));
    case 'other':
      return [
        named('injected-reset', `no Linux socket makes this shape: ${reset.deviations.join('; ')}`),
        ...((reset.flags & (SYN | FIN | URG)) === 0
          ? [
              named(
                reset.from === 'originator' ? 'client-abort' : 'application-abort',
                'or the sender is not Linux (Windows, a balancer, an appliance)',
              ),
            ]
          : []),
      ];
  }
}

/** Why the originator's host has no socket for what the responder sends, and never said so. */
function ofToldByAnother(subject: ConnectionSubject): Candidate[] {
  const { ip } = subject.connection.originator;
  return [
    ...resetByAnother(subject).map(({ cause, because }) => ({ cause, because, stands: true as const })),
    {
      cause: 'half-open',
      because: `${ip} may have lost the connection without a word (a crash, a lost network)`,
      stands: true,
    },
    {
      cause: 'client-abort',
      because: 'its program may have aborted it, by a RST that was lost on the way',
      stands: true,
    },
    { cause: 'process-killed', because: 'or its process was ended, and its FIN or RST was lost', stands: true },
  ];
}

/** Why the originator's host has no socket for the repeated SYN-ACK, and never answered the first one here. */
function ofRepeatedSynAck({ connection }: ConnectionSubject): Candidate[] {
  const { originator, responder } = connection;
  return [
    {
      cause: 'anycast-shift',
      because: `${originator.ip}'s ACK did not come here: it may have reached another machine with the address ${responder.ip}, and been reset by that`,
      stands: true,
    },
    {
      cause: 'injected-reset',
      because: `or ${originator.ip} got a RST in the name of ${responder.ip} from something on the way`,
      stands: true,
    },
    {
      cause: 'client-abort',
      because: 'or its program had given up by then, and its ACK and its FIN or RST were lost',
      stands: true,
    },
    { cause: 'firewall-drop', because: 'or something on the way drops what it sends, and it gave up', stands: true },
  ];
}

function hasOnlySyns({ before: { originator } }: Reset): boolean {
  return originator.segments === originator.syns;
}

/** What RST or RST+ACK alone leaves possible: its numbers, window, options and TTL are not in the evidence. */
function candidatesByFlags({ flags, from }: Reset, answersSyn: boolean): NamedCause[] {
  const named = (cause: CauseId, because: string): NamedCause => ({ cause, because });
  if (answersSyn) {
    return [
      named('closed-port', 'a SYN was answered by a RST: nobody may listen there'),
      named('firewall-reject', 'a REJECT rule answers so, too'),
    ];
  }
  return (flags & ACK) === 0
    ? [
        named('restart', `a RST without ACK is the answer of a host without a socket: the ${from} had none any more`),
        named('keep-alive-race', 'or data crossed its FIN'),
        named('idle-timeout', 'or a box on the way had forgotten the connection'),
        named('firewall-reject', 'or a firewall on the way made it'),
      ]
    : [
        named(
          from === 'originator' ? 'client-abort' : 'unread-data',
          `a RST with ACK may be that of a live socket that the ${from}'s host aborted`,
        ),
        named('injected-reset', 'or something on the way made it: nothing in the text tells'),
      ];
}

function candidatesOfReply(subject: ConnectionSubject, reset: Reset, sender: SenderGuess): Candidate[] {
  const named = (cause: CauseId, because: string): Candidate => ({ cause, because });
  const silenceNs = silenceBefore(subject.connection, reset.frame, otherSide(reset.from))?.silenceNs ?? 0;
  const silent =
    silenceNs >= longSilenceNs && longerSilenceLived(subject.connection, subject.surroundings, silenceNs) === undefined;
  const elsewhere: Candidate[] = [
    ...(silent
      ? [
          named(
            'idle-timeout',
            `${duration(silenceNs)} of silence came before: a box on the way may have forgotten the connection`,
          ),
        ]
      : []),
    named('conntrack-invalid', 'a NAT host may have answered a packet that it called INVALID'),
    named('anycast-shift', 'packets may have reached another edge of the same address'),
    named('firewall-reject', 'a firewall on the way may have rejected the packet that it answers'),
  ];
  if (sender.ttl === 'different') return elsewhere;
  const fin = reset.before[reset.from].finSequence;
  const here: Candidate[] = [];
  if (fin !== undefined && reset.sequence === fin) {
    here.push(named('keep-alive-race', `the RST's seq is that of the ${reset.from}'s FIN: data crossed it`));
  } else if (fin !== undefined && reset.sequence === (fin + 1) >>> 0) {
    if (
      reset.from === 'responder' &&
      subject.connection.handshake.synFrame !== undefined &&
      reset.before.originator.dataSegments === 1 &&
      reset.before.responder.dataSegments > 0
    ) {
      here.push({
        cause: 'application-abort',
        because: 'the responder spoke first, and closed: it turned the connection away, and what it said may tell why',
        stands: true,
      });
    }
    here.push(
      named(
        'late-data',
        `the RST's seq is one after the ${reset.from}'s FIN: it answers something that was sent when the FIN had been seen`,
      ),
      named('harmless', "if that was no more than a farewell, such as TLS's close_notify"),
    );
  } else if (isRightAfterHandshake(subject, reset)) {
    here.push(
      named(
        'backlog-overflow',
        'it came right after the handshake, before any payload of the responder (tcp_abort_on_overflow)',
      ),
    );
  } else {
    here.push(
      named('restart', `the ${reset.from} had no socket for it any more: its process or host was restarted`),
      ...(reset.from === 'responder'
        ? [
            named(
              'anycast-shift',
              beganElsewhere(subject.connection, reset)
                ? 'the connection may have begun at another machine with this address, whose packets come here now'
                : 'another machine behind the same address, at the same distance, would answer so',
            ),
          ]
        : []),
      named('firewall-reject', `a rule on the ${reset.from}'s own host that rejects the packet would make the same`),
    );
  }
  if (silent && fin === undefined)
    here.push(
      named('half-open', `after ${duration(silenceNs)} of silence the ${reset.from} had forgotten the connection`),
    );
  return sender.ttl === 'same'
    ? here
    : [...elsewhere, ...here.filter(({ cause }) => elsewhere.every((one) => one.cause !== cause))];
}

/** What the shape excludes. */
export function impossibleFor({ connection }: ConnectionSubject, reset: Reset, sender: SenderGuess): NamedCause[] {
  const named = (cause: CauseId, because: string): NamedCause => ({ cause, because });
  const impossible: NamedCause[] = [];
  if (reset.kind === 'C') {
    const because = `kind C comes from a live socket of the ${reset.from} itself`;
    for (const cause of ['restart', 'half-open', 'keep-alive-race', 'late-data', 'backlog-overflow'] as const) {
      impossible.push(named(cause, `${because}; what this makes is kind A`));
    }
    if (sender.ttl === 'same') impossible.push(named('firewall-reject', `${because}; a REJECT rule makes kind A or B`));
  }
  if (reset.kind === 'A' || reset.kind === 'B') {
    const because = `kind ${reset.kind} comes from a host without a usable socket`;
    for (const cause of ['unread-data', 'linger-zero', 'keepalive-dead', 'socket-destroyed'] as const) {
      impossible.push(named(cause, `${because}; what this makes is kind C`));
    }
    if (sender.ttl === 'different') {
      for (const cause of ['keep-alive-race', 'late-data', 'backlog-overflow'] as const) {
        impossible.push(named(cause, `${sender.because}, and this would be the ${reset.from}'s own doing`));
      }
    }
    if (sender.ttl === 'same') {
      impossible.push(named('conntrack-invalid', `${sender.because}; a NAT host's RST has that host's own TTL`));
    }
  }
  if (connection.handshake.synFrame !== undefined && connection.handshake.synAckFrame !== undefined) {
    impossible.push(named('closed-port', 'the connection had been accepted'));
  }
  return impossible;
}

function isRightAfterHandshake({ connection }: ConnectionSubject, reset: Reset): boolean {
  const { synAckFrame, synToSynAckNs, synAckToAckNs } = connection.handshake;
  if (synAckFrame === undefined || reset.from !== 'responder') return false;
  if (reset.before[reset.from].dataSegments > 0 || reset.before[otherSide(reset.from)].dataSegments > 1) return false;
  const roundTripNs = (synToSynAckNs ?? 0) + (synAckToAckNs ?? 0);
  const synAck = connection.segments.find(({ frame }) => frame === synAckFrame);
  return synAck !== undefined && reset.instantNs - synAck.instantNs <= Math.max(roundTripNs * earlyRoundTrips, 1e6);
}
