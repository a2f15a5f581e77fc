import type { CaptureFile } from './capture-file.ts';

/** A capture made another in a way that leaves what happened as it was. */
export interface Change {
  readonly name: string;
  /** What it is, in half a line. */
  readonly title: string;
  /**
   * `answer`: the same is to be said of it, word for word but for numbers. `truth`: it holds less than before, so less may be said of it; nothing wrong, and no more proven.
   */
  readonly keeps: 'answer' | 'truth';
  /** Its streams may have other numbers than those of the truth. */
  readonly renumbers?: true;
  readonly change: (capture: CaptureFile) => CaptureFile;
}
