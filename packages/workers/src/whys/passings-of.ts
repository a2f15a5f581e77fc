import type { Orphan } from '../events/worker-event.ts';
import { kernelFactOf, writtenKernelFact } from './kernel-fact.ts';
import type { Left, Passing } from './passing.ts';
import { type EventOf, eventsOf, type Sighted } from './sighted.ts';

/** A guard and a supervisor that saw the same death wrote it down within this time. */
const sameDeathMs = 10_000;
const longestCommand = 60;

/** All deaths that nobody asked for, in time order, each with what it left. What a guard and a supervisor both saw is one. @param events in time order */
export function passingsOf(events: readonly Sighted[]): readonly Passing[] {
  const guarded = eventsOf(events, 'parent-died');
  const ended = eventsOf(events, 'orphans-ended');
  const joined = new Set<Sighted>();
  const supervised = eventsOf(events, 'worker-died').map((sighted) => {
    const { worker, pid, death } = sighted.event;
    const twin = guarded.find(
      (other) => other.event.pid === pid && Math.abs(other.atMs - sighted.atMs) < sameDeathMs && !joined.has(other),
    );
    if (twin !== undefined) joined.add(twin);
    const orphans = ended.find((other) => isOfDeath(other, sighted));
    return {
      sighted,
      kind: worker.replace(/\.\d+$/, ''),
      worker,
      pid,
      seenBy: 'supervisor' as const,
      signal: death.signal,
      sentBy: twin?.event.sentBy,
      kernel: kernelFactOf(death) ?? writtenKernelFact(twin?.event.outOfMemory),
      death,
      left: orphans === undefined ? leftBySeen(twin) : leftByEnded(orphans),
    };
  });
  const alone = guarded.filter((one) => !joined.has(one)).map(ofGuard);
  return [...supervised.filter(isTrouble), ...alone].sort((a, b) => a.sighted.atMs - b.sighted.atMs);
}

/** Who was asked to end and did is no trouble; nor is who ended by itself without an error. */
function isTrouble({ death }: Passing): boolean {
  return death?.cause !== 'drained' && death?.cause !== 'clean-exit';
}

/** `orphans-ended` comes behind the death, and before the worker's next. */
function isOfDeath(other: Sighted<EventOf<'orphans-ended'>>, died: Sighted<EventOf<'worker-died'>>): boolean {
  const { worker, pid, instance } = died.event;
  return (
    other.event.worker === worker &&
    other.event.pid === pid &&
    other.event.instance === instance &&
    other.atMs >= died.atMs
  );
}

function ofGuard(sighted: Sighted<EventOf<'parent-died'>>): Passing {
  const { pid, command, signal, sentBy, outOfMemory } = sighted.event;
  return {
    sighted,
    kind: command.length <= longestCommand ? command : `${command.slice(0, longestCommand)}…`,
    worker: `process ${pid}`,
    pid,
    seenBy: 'guard',
    signal,
    sentBy,
    kernel: writtenKernelFact(outOfMemory),
    death: undefined,
    left: leftBySeen(sighted),
  };
}

function leftByEnded(sighted: Sighted<EventOf<'orphans-ended'>>): Left {
  const { orphans, count, tookMs, left } = sighted.event;
  return { count, bytes: heldBy(orphans), tookMs, remaining: left, sighted };
}

function leftBySeen(sighted: Sighted<EventOf<'parent-died'>> | undefined): Left | undefined {
  if (sighted === undefined || sighted.event.orphans.length === 0) return undefined;
  const { orphans, ended, tookMs, left } = sighted.event;
  return {
    count: orphans.length,
    bytes: heldBy(orphans),
    tookMs: ended ? tookMs : undefined,
    remaining: left,
    sighted,
  };
}

function heldBy(orphans: readonly Orphan[]): number {
  return orphans.reduce((sum, orphan) => sum + (Number(orphan?.pssBytes) || 0), 0);
}
