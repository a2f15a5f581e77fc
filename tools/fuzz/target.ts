import type { Mutation } from './mutate.ts';

/** Something that takes bytes from strangers. One file per target in `targets/`, listed in `targets/index.ts`. */
export interface FuzzTarget {
  /** Also the beginning of the names of its finds. */
  readonly name: string;
  /** Valid inputs, from which the others are made. */
  seeds(): readonly Uint8Array[];
  /** Beside those of `mutate.ts`, what is worth changing in this kind of input. */
  readonly mutations?: readonly Mutation[];
  /** Throws when something is wrong that no input may bring about. Coded errors are not: catch them here. */
  run(input: Uint8Array): void | Promise<void>;
}
