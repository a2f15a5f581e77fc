/** How far an input is read. */
export interface InputProgress {
  readonly path: string;
  readonly bytesRead: number;
  /** Undefined when it can't be known before the end. */
  readonly totalBytes: number | undefined;
  readonly done: boolean;
}
