import type { CauseDescription, Fact } from '@fivewhys/evidence';
import { list, section } from './blocks.ts';
import type { Block, Document, SectionBlock } from './document.ts';
import { remediesSection } from './remedies-section.ts';

/** One cause of the catalogue: what is seen, what makes it so, what looks alike, what settles it, what helps. */
export function causeDocument(cause: CauseDescription): Document {
  const { id, title, seen, implies, lookAlikes, behind = [], settledBy, remedies, captures } = cause;
  return {
    title: `${id}: ${title}`,
    blocks: [
      ...factsSection('What is seen', seen),
      ...factsSection('What it implies', implies),
      ...(lookAlikes.length === 0
        ? []
        : [
            section('What looks alike', [
              list(lookAlikes.map(({ cause, toldBy }) => [{ kind: 'strong', text: cause }, `: ${toldBy}`])),
            ]),
          ]),
      ...(behind.length === 0
        ? []
        : [
            section('What may lie behind it', [
              list(
                behind.map(({ cause, how, source }) => [
                  { kind: 'strong', text: cause },
                  `: ${how}. Source: ${source}`,
                ]),
              ),
            ]),
          ]),
      ...factsSection('What settles it', settledBy),
      ...remediesSection(remedies),
      ...(captures.length === 0
        ? []
        : [
            section('Captures that show it', [
              list(captures.map((name) => [{ kind: 'code', text: `captures/${name}` }])),
            ]),
          ]),
    ],
  };
}

/** Facts with one source name it once, beneath the last of them. */
function factsSection(title: string, facts: readonly Fact[]): SectionBlock[] {
  if (facts.length === 0) return [];
  const items = facts.map(({ text, source }, index) => ({
    spans: [text],
    below: facts[index + 1]?.source === source ? [] : [[`Source: ${source}`]],
  }));
  const block: Block = { kind: 'list', numbered: false, items };
  return [section(title, [block])];
}
