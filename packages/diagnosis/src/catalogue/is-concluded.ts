import { connectionCauses } from '../causes/index.ts';
import { undetermined } from '../causes/undetermined.ts';

/** Whether anything concludes this cause today. */
export function isConcluded(id: string): boolean {
  return id === undetermined.id || connectionCauses.some((cause) => cause.id === id);
}
