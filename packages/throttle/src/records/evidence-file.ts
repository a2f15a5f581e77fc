import { hostname } from 'node:os';
import process from 'node:process';
import { JsonLinesFile } from './json-lines-file.ts';
import type { UsageRecord } from './usage-record.ts';

export interface EvidenceFileOptions {
  readonly path: string;
  /** Who says it: the name of this process among others; host and pid by default. */
  readonly throttle?: string;
  /** Seconds per record of an account; 60 by default. */
  readonly windowS?: number;
  /** What the file may grow to; with its predecessor it takes twice as much. 16 MiB by default. */
  readonly longestBytes?: number;
}

/** One line of the evidence: a usage record as an observed fact, beside the events of workers. */
export type UsageEvidence = {
  readonly version: 1;
  readonly instant: string;
  readonly event: 'usage';
  readonly throttle: string;
  readonly usage: UsageRecord;
};

/**
 * Usage records as evidence, in the form that the events of workers have: JSON lines with an instant and who says it, only ever appended, and bounded in size: beyond, the
 * file becomes `PATH.1`, in place of the one before. By account and minute unless another window is wanted.
 */
export class EvidenceFile extends JsonLinesFile {
  readonly #throttle: string;

  /** @throws CodedError `THROTTLE_OPTION_INVALID` */
  constructor({
    path,
    throttle = `${hostname()}:${process.pid}`,
    windowS = 60,
    longestBytes = 2 ** 24,
  }: EvidenceFileOptions) {
    super({ path, windowS, rotateBytes: longestBytes, keep: 1 });
    this.#throttle = throttle;
  }

  protected override lineOf(usage: UsageRecord): unknown {
    return {
      version: 1,
      instant: usage.instant,
      event: 'usage',
      throttle: this.#throttle,
      usage,
    } satisfies UsageEvidence;
  }
}
