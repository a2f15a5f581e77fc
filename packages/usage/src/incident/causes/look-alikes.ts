import type { LookAlike } from '@fivewhys/evidence';
import { percent, times } from '../../words.ts';
import { type IncidentFacts, riseOf, timesOf } from '../incident-facts.ts';

/** Requests that cost a fifth more than the same routes before are dearer: less is the noise of a busy machine. */
export const dearerFrom = 1.2;

/** A part of the rise that is too small to explain it. */
const small = 0.2;

/** The endpoints became dearer for everybody, and who uses them most stands out. */
export function dearerAlike({ othersDearness, risenDearness, risen }: IncidentFacts): LookAlike {
  const cause = 'dearer-endpoints';
  if (othersDearness === undefined) {
    return {
      cause,
      excluded: false,
      because:
        'too few requests of other accounts on the same routes are in both stretches to tell whether they cost more',
    };
  }
  if (othersDearness >= dearerFrom) {
    return {
      cause,
      excluded: false,
      because: `requests of the other accounts cost ${times(othersDearness)} what the same routes cost before`,
    };
  }
  const asOften = risen.every(({ requests }) => timesOf(requests) < 2);
  if (risen.length > 0 && risenDearness !== undefined && risenDearness >= 2 && asOften) {
    return {
      cause,
      excluded: false,
      because: `these accounts did not ask more often than before, but each of their requests cost ${times(risenDearness)} what the same routes cost before: what they ask for may have become dearer`,
    };
  }
  return {
    cause,
    excluded: true,
    because: `requests of the other accounts cost ${times(othersDearness)} what the same routes cost before`,
  };
}

/** There was more of everything. */
export function moreLoadAlike({ othersUnits, units }: IncidentFacts): LookAlike {
  const share = Math.max(0, riseOf(othersUnits) / riseOf(units));
  return {
    cause: 'more-load',
    excluded: share <= small,
    because: `all other accounts together make ${percent(share)} of the rise`,
  };
}

/** CPU time that went to no account: garbage collection, timers, a batch. */
export function unattributedAlike({ unattributedCpuMs, attributedCpuMs }: IncidentFacts): LookAlike {
  const cause = 'unattributed-work';
  if (unattributedCpuMs === undefined || attributedCpuMs === undefined) {
    return { cause, excluded: false, because: 'no record says how much CPU time went to no account in both stretches' };
  }
  const rise = Math.max(0, riseOf(unattributedCpuMs));
  const whole = rise + Math.max(0, riseOf(attributedCpuMs));
  const share = whole > 0 ? rise / whole : 0;
  return {
    cause,
    excluded: share <= small,
    because: `CPU time that went to no account makes ${percent(share)} of the rise of all CPU time`,
  };
}
