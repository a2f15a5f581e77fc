import { dearerFrom } from './dearer-from.ts';
import { type CpuChange, type IncidentFacts, riseOf, timesOf } from './incident-facts.ts';

/** A part of the rise that is too small to explain it. */
export const small = 0.2;

/** A rise of unattributed CPU time below this share of all before is none. */
const notable = 0.1;

/** A request as dear as two of the others is no cheap one. */
const dearRequest = 2;

/**
 * What of the rise, in shares of it, all accounts that do not stand out make by more requests or by other ones, and what by paying more for the same. Where all pay more, those who
 * stand out do, too, and that counts as well.
 */
export function othersParts(facts: IncidentFacts): { readonly byRequests: number; readonly byPrice: number } {
  const { units, othersUnits, othersDearness = 1, risenDearness = 1 } = facts;
  const rise = riseOf(units);
  const othersPaid = paidMore(othersUnits.duringPerS, othersDearness);
  const risenPaid =
    othersDearness >= dearerFrom
      ? paidMore(units.duringPerS - othersUnits.duringPerS, Math.min(risenDearness, othersDearness))
      : 0;
  return {
    byRequests: Math.max(0, (riseOf(othersUnits) - othersPaid) / rise),
    byPrice: Math.max(0, (othersPaid + risenPaid) / rise),
  };
}

/** What of that use would not have been there at the prices of before. */
function paidMore(unitsPerS: number, dearness: number): number {
  return unitsPerS * (1 - 1 / Math.max(dearness, Number.EPSILON));
}

/** Those whose use rose most made about as many requests as before, and pay more, as all others do. */
export function onlyPayMore({ risen, risenDearness, othersDearness }: IncidentFacts): boolean {
  if (othersDearness === undefined || risenDearness === undefined || othersDearness < dearerFrom) return false;
  return risenDearness <= 1.5 * othersDearness && risen.every(({ requests }) => timesOf(requests) < 1.5);
}

/** What a request of those whose use rose most costs, over one of the others in the incident; undefined without others. */
export function priceTimes({ risenOfRequests, risenOfUnits }: IncidentFacts): number | undefined {
  const others = (1 - risenOfUnits) / (1 - risenOfRequests);
  if (!(others > 0) || risenOfRequests === 0) return undefined;
  return risenOfUnits / risenOfRequests / others;
}

/** They stand out by how many requests they make, not by what one costs. */
export function isByNumber(facts: IncidentFacts): boolean {
  const price = priceTimes(facts);
  return price !== undefined && price < dearRequest && (facts.asManyRequests?.others ?? 1) === 0;
}

/** The share of unattributed CPU time in the rise of all CPU time. */
export function unattributedShare({ unattributed, attributed }: CpuChange): number {
  const rise = Math.max(0, riseOf(unattributed));
  const whole = rise + Math.max(0, riseOf(attributed));
  return whole > 0 ? rise / whole : 0;
}

/** Most of what came on top was charged to no request. */
export function isUnattributed(cpu: CpuChange | undefined): boolean {
  if (cpu === undefined) return false;
  const before = cpu.unattributed.beforePerS + cpu.attributed.beforePerS;
  return riseOf(cpu.unattributed) >= notable * before && unattributedShare(cpu) >= 0.5;
}
