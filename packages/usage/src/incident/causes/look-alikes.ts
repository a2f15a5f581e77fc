import type { LookAlike } from '@fivewhys/evidence';
import { percent, times } from '../../words.ts';
import { dearerFrom } from '../dearer-from.ts';
import { type IncidentFacts, timesOf } from '../incident-facts.ts';
import { onlyPayMore, othersParts, small, unattributedShare } from '../parts-of-rise.ts';

/** A few accounts make it, by what they ask or how often. */
export function fewAccountsAlike(facts: IncidentFacts, cause: string): LookAlike {
  const { risenShare, risenDearness, othersDearness } = facts;
  const because = `the accounts whose use rose most make ${percent(risenShare)} of the rise`;
  if (risenShare >= 0.5 && onlyPayMore(facts)) {
    return {
      cause,
      excluded: true,
      because: `${because}, but made about as many requests as before, and paid ${times(risenDearness ?? 1)} for the same routes, as all others did (${times(othersDearness ?? 1)})`,
    };
  }
  return { cause, excluded: risenShare < 0.5, because };
}

/** The endpoints became dearer for everybody, and who uses them most stands out. */
export function dearerAlike(facts: IncidentFacts): LookAlike {
  const { othersDearness, risenDearness, risen } = facts;
  const cause = 'dearer-endpoints';
  if (othersDearness === undefined) {
    return {
      cause,
      excluded: false,
      because:
        'too few requests of other accounts on the same routes are in both stretches to tell whether they cost more',
    };
  }
  const because = `requests of the other accounts cost ${times(othersDearness)} what the same routes cost before`;
  if (othersDearness >= dearerFrom) {
    const { byPrice } = othersParts(facts);
    return { cause, excluded: byPrice <= small, because: `${because}, which makes ${percent(byPrice)} of the rise` };
  }
  const asOften = risen.every(({ requests }) => timesOf(requests) < 2);
  if (risen.length > 0 && risenDearness !== undefined && risenDearness >= 2 && asOften) {
    return {
      cause,
      excluded: false,
      because: `these accounts did not ask more often than before, but each of their requests cost ${times(risenDearness)} what the same routes cost before: what they ask for may have become dearer`,
    };
  }
  return { cause, excluded: true, because };
}

/** There was more of everything. */
export function moreLoadAlike(facts: IncidentFacts): LookAlike {
  const { byRequests } = othersParts(facts);
  return {
    cause: 'more-load',
    excluded: byRequests <= small,
    because: `all other accounts made ${times(timesOf(facts.othersRequests))} the requests of before; at the prices of before that is ${percent(byRequests)} of the rise`,
  };
}

/** CPU time that went to no account: garbage collection, timers, a batch. */
export function unattributedAlike({ cpu }: IncidentFacts): LookAlike {
  const cause = 'unattributed-work';
  if (cpu === undefined) {
    return { cause, excluded: false, because: 'no record says how much CPU time went to no account in both stretches' };
  }
  const share = unattributedShare(cpu);
  return {
    cause,
    excluded: share <= small,
    because: `CPU time that went to no account makes ${percent(share)} of the rise of all CPU time`,
  };
}
