import type { MessagePort } from 'node:worker_threads';
import type { CaptureReading } from '../capture-reading.ts';
import type { Damage } from '../damage.ts';
import type { PacketRingMemory } from '../packet-ring.ts';
import type { CaptureInterface, ReaderContext } from '../reader-context.ts';
import type { Tallies } from '../tallies.ts';

/** What the reading thread is told. */
export interface ReaderTask {
  /** A file that is open in this process. */
  readonly descriptor: number;
  readonly memory: PacketRingMemory;
  readonly firstPosition: number;
  /** Progress words. */
  readonly progress: SharedArrayBuffer;
  readonly port: MessagePort;
}

/** What the reading thread tells, beside the packets. */
export type ReaderMessage =
  /** New names of the context; packets that use them come later. */
  | { readonly names: readonly string[] }
  | { readonly failure: { readonly code: string | undefined; readonly message: string } }
  | { readonly reading: CaptureReading; readonly found: Found };

/** What a context holds when its capture was read. */
export interface Found {
  readonly tallies: Tallies;
  readonly damage: { readonly count: number; readonly places: readonly Damage[] };
  readonly interfaces: readonly CaptureInterface[];
  readonly comments: ReaderContext['comments'];
  readonly droppedPackets: number;
  readonly withoutTcp: ReaderContext['withoutTcp'];
}

export function foundIn(context: ReaderContext): Found {
  const { tallies, damage, interfaces, comments, droppedPackets, withoutTcp } = context;
  const { count, places } = damage;
  return { tallies, damage: { count, places }, interfaces, comments, droppedPackets, withoutTcp };
}

/** Adds what the reading thread found to a context of this thread. */
export function takeOver(context: ReaderContext, found: Found): void {
  Object.assign(context.tallies, found.tallies);
  context.damage.count = found.damage.count;
  context.damage.places.push(...found.damage.places);
  context.interfaces.push(...found.interfaces);
  context.comments.push(...found.comments);
  context.droppedPackets = found.droppedPackets;
  Object.assign(context.withoutTcp, found.withoutTcp);
}
