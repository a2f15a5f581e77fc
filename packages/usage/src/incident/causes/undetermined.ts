import type { Cause } from '@fivewhys/evidence';
import type { IncidentFacts } from '../incident-facts.ts';
import { riseWhy } from '../whys.ts';
import { spreadWhy } from '../whys-of-routes.ts';
import { dearerAlike, fewAccountsAlike, moreLoadAlike, unattributedAlike } from './look-alikes.ts';

/** The load rose, and no one thing makes most of it. */
export const undetermined: Cause<IncidentFacts> = {
  id: 'undetermined',
  title: 'no one thing makes most of the rise',
  weigh(facts) {
    return {
      kind: 'fits',
      directness: 'indirect',
      symptom: 'the load rose, and no one thing makes most of it',
      sentBy: 'unknown',
      whys: [riseWhy(facts), ...spreadWhy(facts)],
      lookAlikes: [
        fewAccountsAlike(facts, 'costly-accounts'),
        fewAccountsAlike(facts, 'busy-accounts'),
        dearerAlike(facts),
        moreLoadAlike(facts),
        unattributedAlike(facts),
      ],
      notes: [],
      next: [
        {
          why: 'A narrower stretch, or a baseline of another day at the same hour, may tell more',
          command: 'fivewhys usage LOG --incident FROM..TO --baseline FROM..TO',
        },
      ],
      remedies: [],
      group: 'undetermined',
      measures: [],
    };
  },
};
