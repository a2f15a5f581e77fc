import type { FlowEntrance } from '@fivewhys/evidence';
import { looksLikeUsageRecords } from './whys/looks-like-usage-records.ts';

/** The usage records that the throttle wrote, as evidence. What reads them is loaded with the first of them. */
export const usageRecords: FlowEntrance = {
  kind: 'usage-records',
  claims: looksLikeUsageRecords,
  load: async () => new (await import('./whys/usage-flow.ts')).UsageFlow(),
};
