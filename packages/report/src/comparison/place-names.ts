import type { ComparisonResult, PlaceName } from '@fivewhys/vantages';
import { InputNames } from '../words/input-names.ts';

/** What places are called in sentences: by the caller's name of the capture or by its file, and by the interface where a capture shows several. */
export function placeNames({ inputs }: Pick<ComparisonResult, 'inputs'>): PlaceName {
  const files = new InputNames(inputs);
  return ({ input, interfaceId, interfaceName }) => {
    const capture = inputs[input]?.name ?? files.name(input);
    return interfaceId === undefined ? capture : `${capture}, ${interfaceName ?? `interface ${interfaceId}`}`;
  };
}
