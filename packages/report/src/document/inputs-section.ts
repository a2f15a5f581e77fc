import type { Explanation, InputReport } from '@fivewhys/diagnosis';
import { amount, counted } from '../quantities.ts';
import { damageText, inputFacts, shownDamage } from '../words/input-facts.ts';
import { numbering } from '../words/numbering.ts';
import { pathText } from '../words/path-text.ts';
import { totalsText } from '../words/totals.ts';
import { unreadWords } from '../words/unread.ts';
import type { Block, DocumentOptions, Item, SectionBlock } from './document.ts';

const damageShown = 5;

/** What was read, what was wrong with it, and the numbers of it all. */
export function inputsSection(explanation: Explanation, { verbose }: DocumentOptions): SectionBlock {
  const { inputs, unreadable, summary, findings } = explanation;
  const items: Item[] = [
    ...inputs.map((input) => inputItem(input, verbose)),
    ...unreadable.map(({ path, code, message }) => ({
      spans: [
        { kind: 'code', text: pathText(path) } as const,
        ': ',
        { kind: 'strong', text: unreadWords({ code }) } as const,
        `: ${message} (${code})`,
      ],
    })),
  ];
  const endings = Object.entries(summary.byEnding).sort(([, a], [, b]) => b - a);
  const sentences = [
    ...(inputs.length === 0 ? [] : [`In all: ${totalsText(explanation)}`]),
    ...(endings.length === 0
      ? []
      : [`How they ended: ${endings.map(([ending, connections]) => `${amount(connections)} ${ending}`).join(', ')}.`]),
    ...(findings.length === 0 ? [] : numbering(explanation)),
  ];
  return {
    kind: 'section',
    id: 'inputs',
    title: 'What was read',
    blocks: [
      { kind: 'list', numbered: false, items },
      ...sentences.map((text): Block => ({ kind: 'paragraph', spans: [text] })),
    ],
  };
}

function inputItem(input: InputReport, verbose: boolean): Item {
  const { shown, more } = shownDamage(input, verbose ? input.damage.length : damageShown);
  const damaged = { kind: 'strong', text: 'Damaged' } as const;
  return {
    spans: [{ kind: 'code', text: pathText(input.path) }, `: ${inputFacts(input)}`],
    below: [
      ...shown.map((place) => [damaged, ` ${damageText(place)}`]),
      ...(more > 0 ? [[damaged, ` in ${counted(more, 'more place')}.`]] : []),
      ...input.notes.map((note) => [{ kind: 'strong', text: 'Note' } as const, `: ${note}`]),
    ],
  };
}
