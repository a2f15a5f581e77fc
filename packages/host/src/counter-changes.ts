import type { HostReading } from './host-reader.ts';
import type { CounterSnapshot } from './part.ts';
import { elapsedNs, type WallTime } from './wall-time.ts';

/** A counter at one moment. */
export interface CounterPoint {
  readonly input: number;
  readonly line: number;
  readonly quote: string;
  readonly value: bigint;
  readonly time: WallTime | undefined;
}

/** How a counter moved, as far as the texts tell. */
export interface CounterChange {
  /** As nstat writes it, `TcpExtListenOverflows`; conntrack's with `conntrack.` before. */
  readonly name: string;
  readonly host: string | undefined;
  /**
   * - `difference`: before and after were read, `moved` is what lies between.
   * - `since-last-call`: nstat itself printed the difference since it was last called.
   * - `total`: read once: since its network namespace was made, which for the host's own is since boot.
   * - `restarted`: counters went down in between, so they began anew (a reboot, another network namespace, another host): `after` is a total again.
   * - `gauge`: a level and not a count; `after` is the last one read.
   */
  readonly kind: 'difference' | 'since-last-call' | 'total' | 'restarted' | 'gauge';
  readonly before: CounterPoint | undefined;
  readonly after: CounterPoint;
  readonly moved: bigint | undefined;
  readonly elapsedNs: bigint | undefined;
  /** False for nstat without its command in the text: its numbers may be totals, or differences since its last call. */
  readonly scopeKnown: boolean;
  /** It passed 2^32 and began at 0 again: MIBs of 32-bit kernels and conntrack's counters of each CPU are 32 bits wide. */
  readonly wrapped: boolean;
}

interface Point extends CounterPoint {
  /** Place of its snapshot in the sequence. */
  readonly at: number;
  readonly scopeKnown: boolean;
}

const gauges = new Set([
  'conntrack.entries',
  'TcpCurrEstab',
  'MPTcpExtMPCurrEstab',
  'IpForwarding',
  'IpDefaultTTL',
  'TcpRtoAlgorithm',
  'TcpRtoMin',
  'TcpRtoMax',
  'TcpMaxConn',
]);
const twoTo32 = 1n << 32n;
/** A wrap is believed only if this many other counters, not zero, did not go down at the same time. */
const fewestSteady = 5;

/**
 * Holds snapshots of a kind against each other, in the order of their times where all have one, else of the inputs and lines: the first against the last.
 * Snapshots of hosts with different names, or where they have none with different addresses, are kept apart; others are taken for one host.
 */
export function counterChanges(readings: readonly HostReading[]): readonly CounterChange[] {
  const groups = new Map<string, CounterSnapshot[]>();
  for (const reading of readings) {
    const unnamed = addressesOf(reading);
    for (const part of reading.parts) {
      if (part.kind !== 'counters') continue;
      const key = `${part.family} ${part.host ?? reading.host ?? unnamed}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [part]);
      else group.push(part);
    }
  }
  return [...groups.values()].flatMap((snapshots) => changesOf(inOrder(snapshots)));
}

/** Two texts with the same addresses are of one host. */
function addressesOf({ parts }: HostReading): string {
  const addresses = parts.flatMap((part) => (part.kind === 'addresses' ? [...part.addresses] : []));
  return [...new Set(addresses)].sort().join(' ');
}

function inOrder(snapshots: readonly CounterSnapshot[]): readonly CounterSnapshot[] {
  const zones = new Set(snapshots.map(({ time }) => time?.zone));
  if (zones.size !== 1 || zones.has(undefined)) return snapshots;
  return snapshots.toSorted((a, b) => Number((a.time?.wallNs ?? 0n) - (b.time?.wallNs ?? 0n)));
}

function changesOf(snapshots: readonly CounterSnapshot[]): CounterChange[] {
  const counted = snapshots.filter(({ scope }) => scope !== 'since-last-call');
  const changes: CounterChange[] = [];
  const last = snapshots.findLast(({ scope }) => scope === 'since-last-call');
  if (last !== undefined) changes.push(...sinceLastCall(last, snapshots));
  const known = new Set(changes.map(({ name }) => name));
  const points = pointsByName(counted);
  const restart = lastRestart(points);
  for (const [name, sequence] of points) {
    // A difference between two totals says more than nstat's own; where there is none, nstat's is the better one.
    const change = changeOf(name, sequence, restart, counted[0]?.host);
    if (change === undefined || (known.has(name) && change.kind !== 'difference')) continue;
    changes.push(change);
  }
  return changes;
}

function sinceLastCall(last: CounterSnapshot, snapshots: readonly CounterSnapshot[]): CounterChange[] {
  const listed = listedNames(snapshots);
  return [...(listed.get(last.format) ?? [])].flatMap((name): CounterChange[] => {
    const after = pointIn(last, name, listed);
    if (after === undefined) return [];
    const isGauge = gauges.has(name);
    return [
      {
        name,
        host: last.host,
        kind: isGauge ? 'gauge' : 'since-last-call',
        before: undefined,
        after,
        moved: isGauge ? undefined : after.value,
        elapsedNs: undefined,
        scopeKnown: true,
        wrapped: false,
      },
    ];
  });
}

/**
 * A counter in a snapshot. Where the format leaves zeros out it is zero, provided that the same format lists it at another time: what one tool never
 * prints, another may.
 */
function pointIn(snapshot: CounterSnapshot, name: string, listed: ListedNames): CounterPoint | undefined {
  const { input, firstLine, time, counters, absentIsZero, format } = snapshot;
  const reading = counters.get(name);
  if (reading !== undefined) return { input, time, ...reading };
  if (!absentIsZero || listed.get(format)?.has(name) !== true) return undefined;
  return { input, time, value: 0n, line: firstLine, quote: `${name} is not listed, so it is 0 (${format})` };
}

type ListedNames = ReadonlyMap<string, ReadonlySet<string>>;

/** The names that each format lists in any of the snapshots. */
function listedNames(snapshots: readonly CounterSnapshot[]): ListedNames {
  const listed = new Map<string, Set<string>>();
  for (const { format, counters } of snapshots) {
    const names = listed.get(format) ?? new Set();
    for (const name of counters.keys()) names.add(name);
    listed.set(format, names);
  }
  return listed;
}

function pointsByName(snapshots: readonly CounterSnapshot[]): ReadonlyMap<string, readonly Point[]> {
  const listed = listedNames(snapshots);
  const points = new Map<string, Point[]>();
  for (const names of listed.values()) {
    for (const name of names) {
      if (points.has(name)) continue;
      const sequence = snapshots.flatMap((snapshot, at) => {
        const point = pointIn(snapshot, name, listed);
        return point === undefined ? [] : [{ ...point, at, scopeKnown: snapshot.scope !== 'unknown' }];
      });
      points.set(name, sequence);
    }
  }
  return points;
}

/** The snapshot from which on counters count anew, because before it some went down; 0 when none did. A wrap is no restart. */
function lastRestart(points: ReadonlyMap<string, readonly Point[]>): number {
  const falls = new Map<number, Point[]>();
  const steady = new Map<number, number>();
  for (const [name, sequence] of points) {
    if (gauges.has(name)) continue;
    for (const [index, after] of sequence.entries()) {
      const before = sequence[index - 1];
      if (before === undefined || before.value === 0n) continue;
      if (after.value >= before.value) steady.set(after.at, (steady.get(after.at) ?? 0) + 1);
      else falls.set(after.at, [...(falls.get(after.at) ?? []), before]);
    }
  }
  let restart = 0;
  for (const [at, fallen] of falls) {
    const wraps = fallen.length === 1 && fallen.every(isNearWrap) && (steady.get(at) ?? 0) >= fewestSteady;
    if (!wraps) restart = Math.max(restart, at);
  }
  return restart;
}

function isNearWrap({ value }: CounterPoint): boolean {
  return value >= twoTo32 / 2n && value < twoTo32;
}

function changeOf(
  name: string,
  sequence: readonly Point[],
  restart: number,
  host: string | undefined,
): CounterChange | undefined {
  const run = sequence.filter(({ at }) => at >= restart);
  const first = run[0];
  const last = run.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const common = { name, host, after: last, scopeKnown: first.scopeKnown && last.scopeKnown };
  const single = { ...common, before: undefined, moved: undefined, elapsedNs: undefined, wrapped: false };
  if (gauges.has(name)) return { ...single, kind: 'gauge' };
  if (run.length === 1) return { ...single, kind: sequence.length > 1 ? 'restarted' : 'total' };
  const wraps = run.filter((point, index) => index > 0 && point.value < (run[index - 1] as Point).value).length;
  return {
    ...common,
    kind: 'difference',
    before: first,
    moved: last.value - first.value + BigInt(wraps) * twoTo32,
    elapsedNs: elapsedNs(first.time, last.time),
    wrapped: wraps > 0,
  };
}
