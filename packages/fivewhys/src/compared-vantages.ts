import { basename } from 'node:path';
import { Elsewhere } from '@fivewhys/diagnosis';
import type { PlaceName, UnreadInput } from '@fivewhys/vantages';
import { isOfSeveralInterfaces } from './capture-header.ts';
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
  const [{ compare, compareInterfaces }, { remarksOn }] = await Promise.all([
    import('./compare.ts'),
    import('@fivewhys/vantages'),
  ]);
  const [only, ...more] = vantages;
  const isOneHost = only !== undefined && more.length === 0 && isOfSeveralInterfaces(only.path);
  const result = isOneHost ? await compareInterfaces(only.path, options) : await compare(vantages, options);
  const { inputs, unreadable } = result;
  const nameOf: PlaceName = ({ input, interfaceId, interfaceName }) => {
    const capture = inputs[input]?.name ?? basename(inputs[input]?.path ?? '');
    return interfaceId === undefined ? capture : `${capture}, ${interfaceName ?? `interface ${interfaceId}`}`;
  };
  const elsewhere = new Elsewhere(result, (connection) => remarksOn(connection, nameOf));
  return { elsewhere, paths: inputs.map(({ path }) => path), unreadable };
}
