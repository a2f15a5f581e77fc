import type { Cause } from '@fivewhys/evidence';
import { percent, times } from '../../words.ts';
import type { IncidentFacts } from '../incident-facts.ts';
import { riseWhy, routesWhy } from '../whys.ts';
import { dearerFrom, moreLoadAlike, unattributedAlike } from './look-alikes.ts';

/**
 * Seen: requests cost more than requests of the same routes did before, for accounts that do what they always did.
 * Implied: what the service does for a request has become dearer: a deployment, a missing index, a cold cache; or the machine was so busy that the same work took more CPU time.
 * Looks the same: a few accounts that ask for dearer things on the same routes; more of everything; work that no request asked for.
 * Settled by: whether accounts that did not rise pay more as well.
 */
export const dearerEndpoints: Cause<IncidentFacts> = {
  id: 'dearer-endpoints',
  title: 'the same requests cost more than before',
  weigh(facts) {
    const { othersDearness, risenShare } = facts;
    if (othersDearness === undefined) {
      return { kind: 'excluded', untold: true, because: 'too few requests of the same routes are in both stretches' };
    }
    if (othersDearness < dearerFrom) {
      return {
        kind: 'excluded',
        because: `requests of the other accounts cost ${times(othersDearness)} what the same routes cost before`,
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
      symptom: `requests cost ${times(othersDearness)} what the same routes cost before`,
      sentBy: 'unknown',
      whys: [riseWhy(facts), routesWhy(facts)],
      lookAlikes: [accounts, moreLoadAlike(facts), unattributedAlike(facts)],
      notes: [],
      next: [
        {
          why: 'Which endpoint became dearer, and since when: the variability and the costs of endpoints on both sides',
          command: 'fivewhys usage LOG --verbose',
        },
      ],
      remedies: [],
      group: 'dearer',
      measures: [],
    };
  },
};
