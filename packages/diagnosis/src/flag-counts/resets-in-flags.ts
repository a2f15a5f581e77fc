import type { Finding, NamedCause, Why } from '@fivewhys/evidence';
import { count, plural } from '../phrases.ts';
import type { FlagSums } from './flag-sums.ts';
import { countsEvidence, directionText, percent, sendersText } from './flag-words.ts';

/** How far two tables of one direction may differ in connections to be of the same ones. */
const sameShare = 0.01;
/** Fewer RSTs than these make no argument. */
const leastDifference = 20;
/** How much of the RSTs the sum of endings may be off. */
const fitShare = 0.1;

/** The RSTs among counts of flags: how many, in which direction, and how far the counts tell who made them. Their cause is never in counts. */
export function resetsInFlags(tables: readonly FlagSums[]): Finding | undefined {
  const withResets = tables.filter((sums) => resetsOf(sums) > 0);
  if (withResets.length === 0) return undefined;
  const between = madeBetween(tables);
  const parts = withResets.map(
    (sums) =>
      `${count(resetsOf(sums))} from ${sendersText(sums)}${sums.opened > 0 ? ` (${percent(resetsOf(sums), sums.opened)} of the connections)` : ''}`,
  );
  return {
    id: '',
    symptom: `RSTs among the segments counted: ${parts.join(', ')}`,
    cause: 'undetermined',
    verdict: 'undetermined',
    subjects: [],
    count: 0,
    resetFrames: [],
    sentBy: between === undefined ? 'unknown' : 'middlebox',
    whys: [
      {
        claim: 'RSTs were counted, in the direction that SYNs and SYN-ACKs show',
        evidence: withResets.map((sums) =>
          countsEvidence(
            sums,
            `${plural(sums.resetAcks, 'RST+ACK')} and ${plural(sums.bareResets, 'RST')} without ACK; ${directionText(sums)}`,
          ),
        ),
      },
      ...withResets.flatMap(insteadOfFins),
      between ?? {
        claim: 'Who made them, the counts do not tell: of no direction is it known both what was sent and what arrived',
        evidence: [],
      },
    ],
    ruledOut: [],
    stillPossible: candidates(withResets),
    notes: [
      'To tell a RST of the other end from one that was made in between takes the counts of one direction at both ends, over the same time: more RSTs that arrive than were sent were made on the way.',
    ],
    next: [
      {
        why: 'run it at both ends over the same minute, with the address of the end that seems to send the RSTs: what arrives and was never sent was made in between',
        command:
          'timeout 60 tcpdump -nn -i any "src host ADDRESS and tcp[tcpflags] & (tcp-syn|tcp-fin|tcp-rst) != 0" | grep -o "Flags [^ ]*" | sort | uniq -c',
      },
      {
        why: 'a capture of both directions shows what each RST answers',
        command: 'tcpdump -ni any -s 128 -w resets.pcap tcp',
      },
    ],
    remedies: [],
    distributions: [],
    ladder: undefined,
  };
}

function resetsOf({ resetAcks, bareResets }: FlagSums): number {
  return resetAcks + bareResets;
}

/** FINs and RST+ACKs that add up to the connections: each ended by one or the other, so these RSTs are endings of their own and come on top of none. */
function insteadOfFins(sums: FlagSums): Why[] {
  const { direction, fins, resetAcks, opened } = sums;
  if (direction === 'both' || direction === 'unknown' || resetAcks < leastDifference) return [];
  const off = Math.abs(fins + resetAcks - opened);
  if (off > resetAcks * fitShare) return [];
  return [
    {
      claim: `The RST+ACKs that bear the address of ${sendersText(sums)} stand in the place of FINs: each connection ended by one or the other`,
      evidence: [
        countsEvidence(
          sums,
          `${count(fins)} FINs + ${count(resetAcks)} RST+ACKs = ${count(fins + resetAcks)}, against ${count(opened)} ${direction === 'from-originators' ? 'SYNs' : 'SYN-ACKs'}`,
        ),
      ],
    },
  ];
}

/** Two tables of one direction, of the same connections, with different numbers of RSTs. */
function madeBetween(tables: readonly FlagSums[]): Why | undefined {
  for (const [index, one] of tables.entries()) {
    for (const other of tables.slice(index + 1)) {
      if (one.direction !== other.direction || one.direction === 'unknown' || one.of.input === other.of.input) continue;
      if (Math.abs(one.opened - other.opened) > Math.max(one.opened, other.opened) * sameShare) continue;
      const [more, fewer] = resetsOf(one) >= resetsOf(other) ? [one, other] : [other, one];
      const difference = resetsOf(more) - resetsOf(fewer);
      // Three standard deviations of what chance puts before or after the beginning of a count.
      if (difference < leastDifference || difference < 3 * Math.sqrt(resetsOf(more) + resetsOf(fewer))) continue;
      return {
        claim: `${count(difference)} of them were seen at one place and not at the other, in the same direction: something between the two made them, or swallowed them`,
        evidence: [more, fewer].map((sums) =>
          countsEvidence(
            sums,
            `${count(resetsOf(sums))} RSTs from ${sendersText(sums)} in ${count(sums.opened)} connections`,
          ),
        ),
      };
    }
  }
  return undefined;
}

function candidates(tables: readonly FlagSums[]): NamedCause[] {
  const named: NamedCause[] = [];
  const bothWays = ['from-originators', 'from-responders'].every((way) =>
    tables.some(({ direction }) => direction === way),
  );
  if (bothWays) {
    named.push({
      cause: 'injected-reset',
      because:
        "each end gets RSTs with the other's address: a firewall, an idle timer or whatever else stands between and resets both ends of a connection makes just that, while an end that aborts makes them arrive at the other end alone; it is shown where an end did not send what arrived at the other",
    });
  }
  if (tables.some(({ resetAcks }) => resetAcks > 0)) {
    named.push(
      {
        cause: 'unread-data',
        because: 'RST+ACK is what a live socket sends that its host aborts, as when it is closed with bytes unread',
      },
      { cause: 'linger-zero', because: 'a live socket that is closed with SO_LINGER 0 sends RST+ACK, too' },
      { cause: 'closed-port', because: 'a SYN to a port without a listener is answered by RST+ACK' },
    );
  }
  if (tables.some(({ bareResets }) => bareResets > 0)) {
    named.push({
      cause: 'late-data',
      because: 'a RST without ACK answers a segment for which there is no socket any more',
    });
  }
  if (!bothWays) named.push({ cause: 'injected-reset', because: 'something between the ends can make either' });
  return named;
}
