import type { Explanation } from '@fivewhys/diagnosis';

/** What a renderer returns. It prints nothing: the command writes `output` and exits with `exitCode`. */
export interface Rendering {
  readonly output: string;
  readonly exitCode: ExitCode;
}

/** 0 nothing wrong found, 1 findings, 2 usage (the command's own), 3 no input could be read at all. */
export type ExitCode = 0 | 1 | 2 | 3;

/** Where the output goes, for the formats that are read by people. */
export interface RenderOptions {
  /** Columns of the terminal. */
  readonly width: number;
  /** ANSI colours; no other escape sequence is ever written. */
  readonly color: boolean;
  /** Box drawing and arrows; without it the output is pure ASCII. */
  readonly unicode: boolean;
  /** Everything in full: harmless findings, long lists. */
  readonly verbose?: boolean;
}

/** Writes one result in one format: a pure function, one file each in `renderers/`. */
export type Renderer = (explanation: Explanation, options: RenderOptions) => Rendering;
