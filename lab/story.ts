import type { Frame } from './frames/frames.ts';
import type { Need } from './needs/needs.ts';
import type { Network } from './network/network.ts';
import type { Cast, Sender, Vantage } from './vantages.ts';

/** One thing that happens to a connection, made to happen. */
export interface Story extends Cast {
  readonly name: string;
  /** An id of the catalogue, or null where a connection only looks as if something were wrong. */
  readonly cause: string | null;
  /** What the packets alone can tell at most, where that is not the cause: an id, or null where they tell nothing. One for all vantages, or each its own. */
  readonly fromPackets?: Told | Readonly<Partial<Record<Vantage, Told>>>;
  /** Who sends the resets of the story; null where there are none, `unknown` where nobody can know who kept silent. */
  readonly sentBy: Sender | 'unknown' | null;
  /** The story that this one is the control of: the same, but for what makes it happen, and nothing is reset. */
  readonly controlOf?: string;
  /** The story that this one cures, and by what. */
  readonly cureOf?: { readonly story: string; readonly remedy: string };
  /** What it takes besides root and what every story takes. */
  readonly needs?: readonly Need[];
  /** Where `find` looks, and where the capture under `captures/` is taken. */
  readonly vantage: Vantage;
  /** tcpdump's options and filter for the capture under `captures/`, where it is not just `tcp`. */
  readonly capture?: readonly string[];
  readonly format?: 'pcapng';
  readonly happened: string;
  /** The commands without which it would not happen, for the note. */
  readonly commands: readonly string[];
  /** Makes it happen while the captures run. */
  play(stage: Stage): Promise<void>;
  /** What must be found at `vantage`; undefined if this time it did not happen, and is to be tried again. */
  find(frames: readonly Frame[]): Found | undefined;
}

type Told = string | null;

/** Where a story is played: the network, and what else it has at hand. */
export interface Stage extends Network {
  /** Counts from 0. */
  readonly attempt: number;
  /** For files of the story's servers. It goes when the story is over; logs (`*.log`) are kept with the captures. */
  readonly folder: string;
  /** What has been captured at the story's vantage. */
  soFar(): readonly Frame[];
  /** Keeps what a host said, beside the captures. */
  keepText(name: string, text: string): void;
}

export interface Found {
  /** The streams that the cause explains. */
  readonly streams: readonly number[];
  /** One Markdown line each, with frame numbers. */
  readonly facts: readonly string[];
}
