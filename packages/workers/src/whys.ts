import type { CauseDescription, FlowEntrance } from '@fivewhys/evidence';
import { type WorkerCauseId, workerCatalogue } from './whys/catalogue.ts';
import { looksLikeWorkerEvents } from './whys/looks-like-worker-events.ts';

/** The causes that events of workers can show. */
export const workerCauseIds = Object.keys(workerCatalogue) as WorkerCauseId[];

/** The events that a supervisor or a guard wrote, as evidence. What reads them is loaded with the first of them. */
export const workerEvents: FlowEntrance = {
  kind: 'worker-events',
  claims: looksLikeWorkerEvents,
  load: async () => new (await import('./whys/worker-whys.ts')).WorkerWhys(),
};

/** What is known of these causes; an id that is none of `workerCauseIds` is left out. */
export async function describeWorkerCauses(ids: readonly string[]): Promise<CauseDescription[]> {
  const { workerCauses } = await import('./whys/causes/index.ts');
  return workerCauses.filter(({ id }) => ids.includes(id)).map(({ id, title, entry }) => ({ id, title, ...entry }));
}
