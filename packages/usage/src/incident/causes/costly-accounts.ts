import type { Cause } from '@fivewhys/evidence';
import { amount, counted } from '@fivewhys/report/writers';
import { percent, times } from '../../words.ts';
import type { IncidentFacts } from '../incident-facts.ts';
import { isByNumber, priceTimes } from '../parts-of-rise.ts';
import { remedies } from '../remedies.ts';
import { costWhy, limitWhy, requestLimitWhy, risenWhy, riseWhy, uncaught } from '../whys.ts';
import { dearerAlike, fewAccountsAlike, moreLoadAlike, unattributedAlike } from './look-alikes.ts';

/**
 * Seen: the load rose, and a few accounts (a fifth of those that were there and ten at most, or a hundredth) make at least half of the rise.
 * Implied: what they ask for is dear; everybody shares the machine with them.
 * Looks the same: a few accounts that ask much of what is cheap; an endpoint became dearer for all and those few use it most; more of everything, with some accounts ahead; work that no
 * request asked for.
 * Settled by: what their requests and those of the others cost, on the same routes and in all, whether the others' use rose, and the records of unattributed CPU time.
 */
export const costlyAccounts: Cause<IncidentFacts> = {
  id: 'costly-accounts',
  title: 'a few accounts use most of what came on top',
  weigh(facts) {
    const { risen, few, risenShare, accounts } = facts;
    if (risen.length === 0 || risenShare < 0.5) {
      return {
        kind: 'excluded',
        because: `the ${counted(few, 'account')} whose use rose most make ${percent(risenShare)} of the rise, less than half`,
      };
    }
    const alike = fewAccountsAlike(facts, 'costly-accounts');
    if (alike.excluded) return { kind: 'excluded', because: alike.because };
    const price = priceTimes(facts);
    const priceText =
      price === undefined
        ? 'nobody else made a request that theirs could be held against'
        : `their requests cost ${times(price)} what those of the others do, on average`;
    if (isByNumber(facts)) return { kind: 'excluded', because: `it is by their number: ${priceText}` };
    const limited = limitWhy(facts);
    // Endpoints come before the limits that let them through; they are the root where no limit on cost would have caught it.
    const middle =
      limited.length > 0 ? [costWhy(facts), ...requestLimitWhy(facts)] : [...requestLimitWhy(facts), costWhy(facts)];
    return {
      kind: 'fits',
      directness: 'direct',
      symptom: `${counted(risen.length, 'account')} of ${amount(accounts)} made ${percent(risenShare)} of the rise`,
      sentBy: 'unknown',
      whys: [riseWhy(facts), risenWhy(facts), ...middle, ...limited],
      lookAlikes: [
        { cause: 'busy-accounts', excluded: true, because: priceText },
        dearerAlike(facts),
        moreLoadAlike(facts),
        unattributedAlike(facts),
      ],
      notes: uncaught(facts),
      next: [],
      remedies: remedies(facts),
      group: 'a few accounts',
      measures: [],
    };
  },
};
