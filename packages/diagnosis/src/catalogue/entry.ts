import type { Remedy } from '@fivewhys/evidence';
import type { CauseId } from '../catalogue.ts';

/** What is known of a cause, whether it is concluded yet or only named: one row of the catalogue. Its title is in `catalogue.ts`. */
export interface CatalogueEntry {
  /** What a capture shows. */
  readonly seen: readonly Fact[];
  /** What makes it so: the rule of the protocol or of the kernel. */
  readonly implies: readonly Fact[];
  /** What looks the same. */
  readonly lookAlikes: readonly { readonly cause: CauseId; readonly toldBy: string }[];
  /** Causes that may bring this one about. A finding names them where the evidence joins both. */
  readonly behind?: readonly { readonly cause: CauseId; readonly how: string; readonly source: string }[];
  /** What tells it from those. */
  readonly settledBy: readonly Fact[];
  readonly remedies: readonly Remedy[];
  /** Files of `captures/` that show it. */
  readonly captures: readonly string[];
}

/** One fact, and where it can be looked up. */
export interface Fact {
  readonly text: string;
  readonly source: string;
}

/** Seen in captures of real servers (nginx, haproxy, docker-registry) on a real kernel. */
export const measured = 'measured with Linux 6.18, IPv4';

/** A row without remedies and captures, for causes that are only named so far. */
export const unknownYet = { remedies: [], captures: [] } as const;
