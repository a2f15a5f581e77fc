import { connectionCauses } from '../causes/index.ts';
import { undetermined } from '../causes/undetermined.ts';

/** Concluded of many connections together, or of counts, and not of one connection. */
const ofMany = ['connection-churn'];

/** Whether anything concludes this cause today. */
export function isConcluded(id: string): boolean {
  return id === undetermined.id || ofMany.includes(id) || connectionCauses.some((cause) => cause.id === id);
}
