import type { Vantage } from '../vantages.ts';

/** What a run knows about itself, as `truth.json`. README.md has the fields in words. */
export interface Truth {
  readonly story: string;
  readonly kernel: string;
  readonly cause: string | null;
  readonly sentBy: string | null;
  readonly controlOf?: string;
  readonly cureOf?: { readonly story: string; readonly remedy: string };
  readonly kernelReasons: readonly string[];
  readonly vantages: Readonly<Partial<Record<Vantage, VantageTruth>>>;
}

/** What is to be found in the capture of one vantage. */
export interface VantageTruth {
  readonly capture: string;
  /** Null where nothing is wrong, or nothing of the story comes by. */
  readonly cause: string | null;
  /** What the packets of this vantage alone can tell at most, where that is not the cause. */
  readonly fromPackets?: string | null;
  readonly streams: readonly number[];
  readonly resets: readonly ResetTruth[];
  readonly frames: number;
  readonly connections: number;
}

export interface ResetTruth {
  readonly frame: number;
  readonly stream: number;
  /** Null where it could not be seen. */
  readonly sentBy: string | null;
  /** Why the kernel of its sender sent it; null where no kernel says that it did. */
  readonly kernelReason: string | null;
}
