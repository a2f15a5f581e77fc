import type { Explanation } from '@fivewhys/diagnosis';
import { exitCodeOf } from '../exit-code-of.ts';
import { counted } from '../quantities.ts';
import { headline } from '../words/headline.ts';
import { InputNames } from '../words/input-names.ts';
import { nothingWrong } from '../words/nothing-wrong.ts';
import { connectionsSection } from './connections-section.ts';
import type { Block, Document, DocumentOptions } from './document.ts';
import { findingSection } from './finding-section.ts';
import { inputsSection } from './inputs-section.ts';
import { overview } from './overview.ts';

/** Findings told in full; the others are in the overview. A capture full of scans has thousands. */
const findingsInFull = 50;

/** What is wrong and what to do comes first; what was read, which every page of it rests on, last. */
export function explanationDocument(explanation: Explanation, options: DocumentOptions): Document {
  const names = new InputNames(explanation.inputs);
  const shown = explanation.findings.slice(0, options.verbose ? undefined : findingsInFull);
  const left = explanation.findings.length - shown.length;
  return {
    title: headline(explanation),
    blocks: [
      ...(exitCodeOf(explanation) === 0 ? sentences(explanation) : []),
      ...overview(explanation, shown.length),
      ...shown.map((finding, index) => findingSection(finding, index + 1, names, options)),
      ...(left === 0 ? [] : [paragraph(`${counted(left, 'more finding')} in the table above, or with --verbose.`)]),
      ...connectionsSection(explanation, names, options),
      inputsSection(explanation, options),
    ],
  };
}

function sentences(explanation: Explanation): Block[] {
  return nothingWrong(explanation).sentences.map(paragraph);
}

function paragraph(text: string): Block {
  return { kind: 'paragraph', spans: [text] };
}
