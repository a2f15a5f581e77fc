/** The memory of the tracked connections, a row of each for every slot (layout.ts). */
export interface ConnectionRows {
  readonly words: Int32Array;
  /** The same memory as doubles. */
  readonly times: Float64Array;
  readonly cold: Int32Array;
  readonly coldTimes: Float64Array;
}
