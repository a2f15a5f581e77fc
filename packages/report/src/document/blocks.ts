import type { Block, SectionBlock, Span } from './document.ts';

/** A list with a bullet for each line. */
export function list(lines: readonly (readonly Span[])[]): Block {
  return { kind: 'list', numbered: false, items: lines.map((spans) => ({ spans })) };
}

export function section(title: string, blocks: readonly Block[]): SectionBlock {
  return { kind: 'section', title, blocks };
}

/** Closed until someone opens it, where the format can. */
export function folded(title: string, blocks: readonly Block[]): SectionBlock {
  return { kind: 'section', title, folded: true, blocks };
}
