import {
  causeIds as connectionCauseIds,
  describeCauses as describeConnectionCauses,
  findCause,
} from '@fivewhys/diagnosis';
import type { CauseDescription, FlowEntrance } from '@fivewhys/evidence';
import { usageRecords } from '@fivewhys/throttle/whys';
import { describeWorkerCauses, workerCauseIds, workerEvents } from '@fivewhys/workers/whys';

/** Evidence besides connections. */
export const flows: readonly FlowEntrance[] = [workerEvents, usageRecords];

/** The ids of all catalogues: of connections, then of workers. */
export const causeIds: readonly string[] = [...connectionCauseIds, ...workerCauseIds];

/** What is known of these causes; what is known of them is loaded only then. @param ids of `causeIds` */
export async function describeCauses(ids: readonly string[]): Promise<CauseDescription[]> {
  const ofConnections = ids.map(findCause).filter((id) => id !== undefined);
  return [
    ...(await describeConnectionCauses(ofConnections)),
    ...(await describeWorkerCauses(ids.filter((id) => findCause(id) === undefined))),
  ];
}
