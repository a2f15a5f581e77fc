/** Layers of a program, and which must not reach which. */
export interface LayersConfig {
  /**
   * What belongs to each layer: globs of files, from the folder that is checked (`src/log/**`), packages (`npm:ioredis`, `npm:@openfeature/*`) and modules of Node.js (`node:net`).
   */
  readonly layers: Readonly<Record<string, readonly string[]>>;
  readonly rules: readonly LayerRule[];
  /** Globs of files that are not looked at, besides packages. */
  readonly ignore: readonly string[];
}

/** One layer must not reach another, at whatever remove. */
export interface LayerRule {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** For whoever breaks it. */
  readonly why: string;
}
