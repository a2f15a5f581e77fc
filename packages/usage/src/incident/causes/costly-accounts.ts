import type { Cause, LookAlike } from '@fivewhys/evidence';
import { amount, counted } from '@fivewhys/report/writers';
import { percent } from '../../words.ts';
import type { IncidentFacts } from '../incident-facts.ts';
import { remedies } from '../remedies.ts';
import { costWhy, limitWhy, requestLimitWhy, risenWhy, riseWhy, uncaught } from '../whys.ts';
import { dearerAlike, moreLoadAlike, unattributedAlike } from './look-alikes.ts';

/**
 * Seen: the load rose, and a few accounts (ten, or a hundredth of those that were there) make at least half of the rise.
 * Implied: what they do is dear, or they do much of it; everybody shares the machine with them.
 * Looks the same: an endpoint became dearer for all and those few use it most; more of everything, with some accounts ahead; work that no request asked for.
 * Settled by: what requests of the others cost on the same routes, whether the others' use rose, and the records of unattributed CPU time.
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
    const lookAlikes: LookAlike[] = [dearerAlike(facts), moreLoadAlike(facts), unattributedAlike(facts)];
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
      lookAlikes,
      notes: uncaught(facts),
      next: [],
      remedies: remedies(facts),
      group: 'a few accounts',
      measures: [],
    };
  },
};
