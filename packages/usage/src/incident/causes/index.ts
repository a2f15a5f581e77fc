import type { Cause } from '@fivewhys/evidence';
import type { IncidentFacts } from '../incident-facts.ts';
import { busyAccounts } from './busy-accounts.ts';
import { costlyAccounts } from './costly-accounts.ts';
import { dearerEndpoints } from './dearer-endpoints.ts';
import { moreLoad } from './more-load.ts';
import { unattributedWork } from './unattributed-work.ts';

/** What a rise of the load may come from, the most specific first. */
export const incidentCauses: readonly Cause<IncidentFacts>[] = [
  costlyAccounts,
  busyAccounts,
  unattributedWork,
  dearerEndpoints,
  moreLoad,
];
