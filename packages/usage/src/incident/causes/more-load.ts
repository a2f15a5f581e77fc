import type { Cause } from '@fivewhys/evidence';
import { percent, times } from '../../words.ts';
import { type IncidentFacts, riseOf, timesOf } from '../incident-facts.ts';
import { othersWhy, riseWhy } from '../whys.ts';
import { dearerAlike, unattributedAlike } from './look-alikes.ts';

/**
 * Seen: many accounts used more, by making more requests at about the price that they had.
 * Implied: there is more to do than before: a busy hour, a launch, a retry storm.
 * Looks the same: a few accounts that make most of it; endpoints that became dearer.
 * Settled by: the share of the few, and what the same routes cost before.
 */
export const moreLoad: Cause<IncidentFacts> = {
  id: 'more-load',
  title: 'many accounts asked for more',
  weigh(facts) {
    const { othersUnits, othersRequests, units, risenShare } = facts;
    const share = riseOf(othersUnits) / riseOf(units);
    if (share < 0.5 || timesOf(othersRequests) < 1.1) {
      return {
        kind: 'excluded',
        because: `the other accounts make ${percent(Math.max(0, share))} of the rise, and ${times(timesOf(othersRequests))} the requests of before`,
      };
    }
    const accounts = {
      cause: 'costly-accounts',
      excluded: risenShare < 0.5,
      because: `the accounts whose use rose most make ${percent(risenShare)} of the rise`,
    };
    return {
      kind: 'fits',
      directness: 'direct',
      symptom: `many accounts made more requests: ${times(timesOf(othersRequests))} those of before`,
      sentBy: 'unknown',
      whys: [riseWhy(facts), othersWhy(facts)],
      lookAlikes: [accounts, dearerAlike(facts), unattributedAlike(facts)],
      notes: [
        'A limit per account does not help against it: it is more machines, or less work per request, that does.',
      ],
      next: [],
      remedies: [],
      group: 'more of everything',
      measures: [],
    };
  },
};
