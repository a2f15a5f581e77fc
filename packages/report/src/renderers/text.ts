import { exitCodeOf } from '../exit-code-of.ts';
import { isHarmless } from '../is-harmless.ts';
import type { Renderer } from '../rendering.ts';
import { writeConnections } from '../text/connection-lines.ts';
import { writeFinding } from '../text/finding.ts';
import { writeHarmless } from '../text/harmless.ts';
import { writeInputs } from '../text/inputs.ts';
import { writeNothingWrong } from '../text/nothing-wrong.ts';
import { writeNumbering } from '../text/numbering.ts';
import { Page } from '../text/page.ts';
import { writeSummary } from '../text/summary.ts';
import { InputNames } from '../words/input-names.ts';

/** For people at a terminal: what was read, what is wrong and what to do, the proof, and the count of it all at the end, where the prompt comes back. */
export const text: Renderer = (explanation, options) => {
  const page = new Page(options);
  const names = new InputNames(explanation.inputs);
  const exitCode = exitCodeOf(explanation);
  writeInputs(explanation, page);
  if (explanation.connections !== undefined) writeConnections(explanation.connections, names, page);
  if (exitCode === 0) writeNothingWrong(explanation, page);
  if (explanation.findings.length > 0) {
    writeNumbering(explanation, page);
  }
  for (const finding of explanation.findings) {
    page.blank();
    if (isHarmless(finding) && !page.verbose) writeHarmless(finding, names, page);
    else writeFinding(finding, names, page);
  }
  if (exitCode !== 3) writeSummary(explanation, page);
  return { output: page.toString(), exitCode };
};
