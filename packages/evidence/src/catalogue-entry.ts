import type { Remedy } from './remedy.ts';

/** What is known of a cause, whether it is concluded yet or only named: one row of a catalogue. */
export interface CatalogueEntry<Id extends string = string> {
  /** What the evidence shows. */
  readonly seen: readonly Fact[];
  /** What makes it so: the rule of the protocol, of the kernel or of the program. */
  readonly implies: readonly Fact[];
  /** What looks the same. */
  readonly lookAlikes: readonly { readonly cause: Id; readonly toldBy: string }[];
  /** Causes that may bring this one about. A finding names them where the evidence joins both. */
  readonly behind?: readonly { readonly cause: Id; readonly how: string; readonly source: string }[];
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

/** A cause as its catalogue has it. */
export interface CauseDescription<Id extends string = string> extends CatalogueEntry<Id> {
  readonly id: Id;
  /** What it is, in half a line. */
  readonly title: string;
}
