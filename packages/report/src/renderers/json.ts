import { exitCodeOf } from '../exit-code-of.ts';
import { explanationJson } from '../json/explanation-json.ts';
import { writeJson } from '../json/write-json.ts';
import type { Renderer } from '../rendering.ts';

/** The public contract: docs/findings-json.md. Nothing is abbreviated, and width and colour have no part in it. */
export const json: Renderer = (explanation) => ({
  output: `${writeJson(explanationJson(explanation))}\n`,
  exitCode: exitCodeOf(explanation),
});
