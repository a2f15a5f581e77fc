import { basename } from 'node:path';
import { Elsewhere } from '@fivewhys/diagnosis';
import type { UnreadInput } from '@fivewhys/vantages';
import type { CompareOptions } from './compare.ts';
import type { Vantage } from './vantage.ts';

/** Captures that were compared before they are explained. */
export interface ComparedVantages {
  readonly elsewhere: Elsewhere;
  /** Those that can be read, in the order in which they have to be explained. */
  readonly paths: readonly string[];
  readonly unreadable: readonly UnreadInput[];
}

/** Compares the captures of an explanation, if there are any. What it takes is loaded with them. @throws what `compare` throws */
export async function comparedVantages(
  vantages: readonly Vantage[],
  options: CompareOptions,
): Promise<ComparedVantages | undefined> {
  if (vantages.length === 0) return undefined;
  const { compare } = await import('./compare.ts');
  const result = await compare(vantages, options);
  const { inputs, unreadable } = result;
  const elsewhere = new Elsewhere(result, ({ input, interfaceId, interfaceName }) => {
    const capture = inputs[input]?.name ?? basename(inputs[input]?.path ?? '');
    return interfaceId === undefined ? capture : `${capture}, ${interfaceName ?? `interface ${interfaceId}`}`;
  });
  return { elsewhere, paths: inputs.map(({ path }) => path), unreadable };
}
