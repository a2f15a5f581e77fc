import { exitCodeOf } from '../exit-code-of.ts';
import { isHarmless } from '../is-harmless.ts';
import type { Renderer } from '../rendering.ts';
import { writeConnections } from '../text/connection-lines.ts';
import { writeFinding } from '../text/finding.ts';
import { writeShortly } from '../text/finding-in-a-line.ts';
import { writeHarmless } from '../text/harmless.ts';
import { writeInputs } from '../text/inputs.ts';
import { writeNothingWrong } from '../text/nothing-wrong.ts';
import { writeNumbering } from '../text/numbering.ts';
import { Page } from '../text/page.ts';
import { writeSummary } from '../text/summary.ts';
import { InputNames } from '../words/input-names.ts';

/** Findings told in full; of more, a line each, unless everything is asked for. They come with the surest and most frequent first. */
const mostInFull = 30;

/** For people at a terminal: what was read, what is wrong and what to do, the proof, and the count of it all at the end, where the prompt comes back. */
export const text: Renderer = (explanation, options) => {
  const page = new Page(options);
  const names = new InputNames(explanation.inputs);
  const exitCode = exitCodeOf(explanation);
  writeInputs(explanation, page);
  const { connections = [] } = explanation;
  if (connections.length > 0) writeConnections(connections, names, page);
  if (exitCode === 0) writeNothingWrong(explanation, page);
  if (explanation.findings.length > 0) {
    writeNumbering(explanation, page);
  }
  let inFull = 0;
  for (const finding of explanation.findings) {
    const isShort = !page.verbose && !isHarmless(finding) && inFull >= mostInFull;
    if (!isShort || inFull === mostInFull) page.blank();
    if (isHarmless(finding) && !page.verbose) writeHarmless(finding, names, page);
    else if (isShort) writeShortly(finding, page);
    else writeFinding(finding, names, page);
    if (!isHarmless(finding)) inFull += 1;
  }
  if (exitCode !== 3) writeSummary(explanation, page);
  return { output: page.toString(), exitCode };
};
