import type { Cause } from '@fivewhys/evidence';
import { amount, counted } from '@fivewhys/report/writers';
import { percent, times } from '../../words.ts';
import type { IncidentFacts } from '../incident-facts.ts';
import { isByNumber, priceTimes } from '../parts-of-rise.ts';
import { remedies, requestLimitRemedy } from '../remedies.ts';
import { costWhy, limitWhy, requestLimitWhy, risenWhy, riseWhy } from '../whys.ts';
import { dearerAlike, fewAccountsAlike, moreLoadAlike, unattributedAlike } from './look-alikes.ts';

/**
 * Seen: a few accounts make at least half of the rise, by more requests a minute than anybody else makes, none of them dearer than those of others.
 * Implied: a crawler, a client in a loop, retries without a pause. A limit on the number of requests sees it as well as one on cost.
 * Looks the same: a few accounts that ask for what is dear; endpoints that became dearer; more of everything; work that no request asked for.
 * Settled by: what their requests cost beside those of others, and how many others make in a minute.
 */
export const busyAccounts: Cause<IncidentFacts> = {
  id: 'busy-accounts',
  title: 'a few accounts make most of the requests that came on top',
  weigh(facts) {
    const { risen, risenShare, risenOfRequests, accounts } = facts;
    const price = priceTimes(facts) ?? 1;
    const priceText = `their requests cost ${times(price)} what those of the others do, on average`;
    const alike = fewAccountsAlike(facts, 'busy-accounts');
    if (risen.length === 0 || alike.excluded) return { kind: 'excluded', because: alike.because };
    if (!isByNumber(facts)) return { kind: 'excluded', because: `it is not by their number: ${priceText}` };
    return {
      kind: 'fits',
      directness: 'direct',
      symptom: `${counted(risen.length, 'account')} of ${amount(accounts)} made ${percent(risenOfRequests)} of the requests, and ${percent(risenShare)} of the rise`,
      sentBy: 'unknown',
      whys: [riseWhy(facts), risenWhy(facts), costWhy(facts), ...limitWhy(facts), ...requestLimitWhy(facts)],
      lookAlikes: [
        { cause: 'costly-accounts', excluded: true, because: priceText },
        dearerAlike(facts),
        moreLoadAlike(facts),
        unattributedAlike(facts),
      ],
      notes: [],
      next: [],
      remedies: [...requestLimitRemedy(facts), ...remedies(facts)],
      group: 'a few accounts',
      measures: [],
    };
  },
};
