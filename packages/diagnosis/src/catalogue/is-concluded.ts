import { connectionCauses } from '../causes/index.ts';
import { undetermined } from '../causes/undetermined.ts';

/** Concluded of many connections together or of counts, or with a host's words only, and not of one connection. */
const ofMore = ['connection-churn', 'conntrack-table-full'];

/** Whether anything concludes this cause today. */
export function isConcluded(id: string): boolean {
  return id === undetermined.id || ofMore.includes(id) || connectionCauses.some((cause) => cause.id === id);
}
