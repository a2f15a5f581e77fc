import type { Remedy } from '@fivewhys/evidence';
import { folded, section } from './blocks.ts';
import type { Block, SectionBlock } from './document.ts';

/** What to do, each with all that someone needs to know before doing it. The first is open. */
export function remediesSection(remedies: readonly Remedy[]): SectionBlock[] {
  if (remedies.length === 0) return [];
  const blocks = remedies.map((remedy, index): Block => {
    const title = remedies.length === 1 ? remedy.summary : `${index + 1}. ${remedy.summary}`;
    return index === 0 ? section(title, remedyBlocks(remedy)) : folded(title, remedyBlocks(remedy));
  });
  return [section(remedies.length === 1 ? 'Remedy' : 'Remedies', blocks)];
}

function remedyBlocks({ commands, harm, verify, undo, source }: Remedy): Block[] {
  const facts = Object.entries({ Harm: harm, Verify: verify, Undo: undo, Source: source })
    .filter(([, text]) => text !== '')
    .map(([label, text]) => ({ label, spans: [text] }));
  return [...(commands.length === 0 ? [] : [{ kind: 'commands', commands } as const]), { kind: 'facts', facts }];
}
