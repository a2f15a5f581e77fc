/** Takes the bytes of the annotated capture, in order. */
export type Write = (bytes: Uint8Array) => Promise<void>;

/** Of the annotated capture. */
export interface Annotated {
  /** Frames that got comments. */
  readonly frames: number;
}
