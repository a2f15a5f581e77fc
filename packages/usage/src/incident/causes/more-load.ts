import type { Cause } from '@fivewhys/evidence';
import { percent, times } from '../../words.ts';
import { type IncidentFacts, timesOf } from '../incident-facts.ts';
import { othersParts } from '../parts-of-rise.ts';
import { dayBeforeNext, othersWhy, riseWhy } from '../whys.ts';
import { dearerAlike, fewAccountsAlike, unattributedAlike } from './look-alikes.ts';

/**
 * Seen: many accounts used more, by making more requests at about the price that they had.
 * Implied: there is more to do than before: a busy hour, a launch, a retry storm, or a client that comes under many names.
 * Looks the same: a few accounts that make most of it; endpoints that became dearer.
 * Settled by: the share of the few, and what the same routes cost before.
 */
export const moreLoad: Cause<IncidentFacts> = {
  id: 'more-load',
  title: 'many accounts asked for more',
  weigh(facts) {
    const { byRequests } = othersParts(facts);
    const requests = times(timesOf(facts.othersRequests));
    if (byRequests < 0.5 || timesOf(facts.othersRequests) < 1.1) {
      return {
        kind: 'excluded',
        because: `the other accounts made ${requests} the requests of before; at the prices of before that is ${percent(byRequests)} of the rise`,
      };
    }
    return {
      kind: 'fits',
      directness: 'direct',
      symptom: `many accounts made more requests: ${requests} those of before`,
      sentBy: 'unknown',
      whys: [riseWhy(facts), othersWhy(facts)],
      lookAlikes: [
        fewAccountsAlike(facts, 'costly-accounts'),
        fewAccountsAlike(facts, 'busy-accounts'),
        dearerAlike(facts),
        unattributedAlike(facts),
      ],
      notes: [
        'A limit per account does not help against it: it is more machines, or less work per request, that does.',
      ],
      next: dayBeforeNext(facts),
      remedies: [],
      group: 'more of everything',
      measures: [],
    };
  },
};
