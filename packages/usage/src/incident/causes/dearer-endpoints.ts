import type { Cause } from '@fivewhys/evidence';
import { percent, times } from '../../words.ts';
import { dearerFrom } from '../dearer-from.ts';
import type { IncidentFacts } from '../incident-facts.ts';
import { othersParts } from '../parts-of-rise.ts';
import { pricesWhy, riseWhy } from '../whys.ts';
import { dearerNext, routesWhy } from '../whys-of-routes.ts';
import { fewAccountsAlike, moreLoadAlike, unattributedAlike } from './look-alikes.ts';

/**
 * Seen: requests cost more than requests of the same routes did before, also for accounts that do what they always did, and that makes at least half of the rise.
 * Implied: what the service does for a request has become dearer: a deployment, a missing index, a cold cache; or, where all routes did, the machine was so busy that the same work took more
 * CPU time.
 * Looks the same: a few accounts that ask for dearer things on the same routes; more of everything; work that no request asked for.
 * Settled by: whether accounts that did not rise pay more as well, and for which routes.
 */
export const dearerEndpoints: Cause<IncidentFacts> = {
  id: 'dearer-endpoints',
  title: 'the same requests cost more than before',
  weigh(facts) {
    const { othersDearness } = facts;
    if (othersDearness === undefined) {
      return { kind: 'excluded', untold: true, because: 'too few requests of the same routes are in both stretches' };
    }
    const because = `requests of the other accounts cost ${times(othersDearness)} what the same routes cost before`;
    const { byPrice } = othersParts(facts);
    if (othersDearness < dearerFrom) return { kind: 'excluded', because };
    if (byPrice < 0.5) return { kind: 'excluded', because: `${because}, which makes ${percent(byPrice)} of the rise` };
    return {
      kind: 'fits',
      directness: 'direct',
      symptom: `requests cost ${times(othersDearness)} what the same routes cost before`,
      sentBy: 'unknown',
      whys: [riseWhy(facts), pricesWhy(facts), ...routesWhy(facts)],
      lookAlikes: [
        fewAccountsAlike(facts, 'costly-accounts'),
        fewAccountsAlike(facts, 'busy-accounts'),
        moreLoadAlike(facts),
        unattributedAlike(facts),
      ],
      notes: ['A limit per account does not help against it: it would refuse people for what they did not do.'],
      next: dearerNext(facts),
      remedies: [],
      group: 'dearer',
      measures: [],
    };
  },
};
