import { formatAddress, formatIpv4 } from '@fivewhys/capture';
import type { AddressKey, PairSums, Surroundings } from '@fivewhys/connections';
import type { Finding } from '@fivewhys/evidence';
import { connectionChurn as entry } from '../catalogue/connection-churn.ts';
import type { Trace } from '../links/trace.ts';
import { count, duration } from '../phrases.ts';

/** With fewer connections, fewer a second or a smaller share of single exchanges it may be anything: a finding without a reset has to be unmistakable. */
const leastConnections = 100;
const leastPerSecond = 5;
const singleShare = 0.9;
const leastSpanNs = 1e9;
/** Pairs that are told of one by one. */
const mostPairs = 10;
/** How long Linux keeps TIME_WAIT, and how many ports it takes by default (ip_local_port_range 32768 to 60999). */
const timeWaitSeconds = 60;
const defaultPorts = 28_232;

/** Whether connections between two ends carry one request each, one after the other. */
export function isChurn(pair: PairSums): boolean {
  const spanNs = pair.lastInstantNs - pair.firstInstantNs;
  return (
    pair.connections >= leastConnections &&
    spanNs >= leastSpanNs &&
    pair.singleExchanges >= pair.connections * singleShare &&
    perSecond(pair) >= leastPerSecond
  );
}

/** `1,200 connections in 30.0 s (40.0 a second), with a median of 2 segments with payload each; the same ports came round after 12.3 s at the soonest`. */
export function churnFigures(pair: PairSums): string {
  const spanNs = pair.lastInstantNs - pair.firstInstantNs;
  const round =
    pair.reuses > 0 && Number.isFinite(pair.soonestReuseNs)
      ? `; ${count(pair.reuses)} times a port came round, after ${duration(pair.soonestReuseNs)} at the soonest`
      : '';
  return `${count(pair.connections)} connections in ${duration(spanNs)} (${perSecond(pair).toFixed(1)} a second), with a median of ${medianOf(pair.dataSegments)} segments with payload each${round}`;
}

/** A finding about many connections, and between whom and when they were. */
export interface ChurnFinding {
  readonly finding: Finding;
  readonly trace: Trace;
}

/** Connections that carry one request each, as findings of their own: nothing was reset by it, yet. */
export function findingsOfChurn(input: number, surroundings: Surroundings, names: readonly string[]): ChurnFinding[] {
  return [...surroundings.busyPairs(leastConnections)]
    .filter(isChurn)
    .sort((a, b) => b.connections - a.connections)
    .slice(0, mostPairs)
    .map((pair) => ({ finding: findingOf(input, pair, names), trace: traceOf(input, pair, names) }));
}

function traceOf(input: number, pair: PairSums, names: readonly string[]): Trace {
  return {
    input,
    stream: undefined,
    originator: addressText(pair.originator, names),
    responder: addressText(pair.responder, names),
    responderPort: portOf(pair, names),
    firstInstantNs: pair.firstInstantNs,
    lastInstantNs: pair.lastInstantNs,
  };
}

function portOf({ port }: PairSums, names: readonly string[]): number | string {
  return port < 65_536 ? port : (names[port - 65_536] ?? port);
}

function findingOf(input: number, pair: PairSums, names: readonly string[]): Finding {
  const from = addressText(pair.originator, names);
  const port = portOf(pair, names);
  const responder = addressText(pair.responder, names);
  const target = `${responder.includes(':') ? `[${responder}]` : responder}:${port}`;
  const rate = perSecond(pair);
  const waiting = rate * timeWaitSeconds;
  const closer = closerOf(pair);
  const frames = [...pair.frames];
  return {
    id: '',
    symptom: `${from} opens a connection to ${target} for each request: ${count(pair.connections)} of them, ${rate.toFixed(1)} a second`,
    cause: 'connection-churn',
    verdict: 'likely',
    subjects: [],
    count: 0,
    resetFrames: [],
    sentBy: 'originator',
    whys: [
      {
        claim: `${count(pair.singleExchanges)} of ${count(pair.connections)} connections carried one exchange and were closed: at most two segments with payload from the originator, then the response, then FINs`,
        evidence: [{ input, frames, detail: `${churnFigures(pair)}; these frames begin the first ones` }],
      },
      {
        claim: `Each leaves a TIME_WAIT socket for ${timeWaitSeconds} s at ${closer}: at this rate about ${count(waiting)} at a time`,
        evidence: [
          {
            input,
            frames,
            detail: `${count(pair.closedFirstByOriginator)} were closed first by the originator, ${count(pair.closedFirstByResponder)} by the responder; ${rate.toFixed(1)} a second × ${timeWaitSeconds} s, where Linux has ${count(defaultPorts)} source ports by default for one destination`,
          },
        ],
      },
      {
        claim:
          'Requests do not share connections: one of the ends does not keep them alive, or its program does not reuse them',
        evidence: [],
      },
    ],
    ruledOut: [],
    stillPossible: [
      {
        cause: 'time-wait-reuse',
        because:
          'it is what comes of it when a port comes round within 60 s; where it did, a finding of its own says so',
      },
    ],
    notes: [
      'It is no reset in itself. Whether the requests asked for it ("Connection: close", HTTP/1.0) is not looked at here.',
    ],
    next: [
      {
        why: `shows on either end how many connections to port ${port} wait in TIME_WAIT`,
        command: `ss -tan state time-wait '( sport = :${port} or dport = :${port} )' | wc -l`,
      },
    ],
    remedies: entry.remedies,
    distributions: [],
    ladder: undefined,
  };
}

function perSecond({ connections, firstInstantNs, lastInstantNs }: PairSums): number {
  return ((connections - 1) * 1e9) / (lastInstantNs - firstInstantNs);
}

function closerOf({ closedFirstByOriginator, closedFirstByResponder }: PairSums): string {
  if (closedFirstByOriginator > closedFirstByResponder * 9) return 'the originator, which closes first';
  return closedFirstByResponder > closedFirstByOriginator * 9
    ? 'the responder, which closes first'
    : 'the end that closes first';
}

function medianOf(histogram: readonly number[]): string {
  const half = histogram.reduce((sum, connections) => sum + connections, 0) / 2;
  let seen = 0;
  const median = histogram.findIndex((connections) => {
    seen += connections;
    return seen >= half;
  });
  return median === histogram.length - 1 ? `${median} or more` : String(median);
}

/** The address behind a key of the surroundings. */
function addressText(key: AddressKey, names: readonly string[]): string {
  if (typeof key === 'number') return formatIpv4(key);
  const [family = 0, ...words] = key.split(':').map(Number);
  const [word0 = 0, word1 = 0, word2 = 0, word3 = 0] = words;
  return formatAddress(family, word0, word1, word2, word3, names);
}
