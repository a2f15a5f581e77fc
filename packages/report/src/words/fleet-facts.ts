import type { Finding, Share } from '@fivewhys/evidence';
import { amount, figure, listed } from '../quantities.ts';

const named = 4;
/** Different ends are counted up to here. */
const mostCounted = 10_000;

/** Between whom and when, of a finding with several connections: label and text. */
export function fleetFacts({ fleet }: Finding): readonly (readonly [label: string, text: string])[] {
  if (fleet === undefined) return [];
  const { originators, originatorCount, responders, responderCount, firstInstant, lastInstant } = fleet;
  const when =
    firstInstant === undefined || lastInstant === undefined
      ? []
      : [['When', `${firstInstant} to ${lastInstant}`] as const];
  return [['From', ends(originators, originatorCount)], ['To', ends(responders, responderCount)], ...when];
}

/** `10.0.0.1 (5), 10.0.0.2 (3) and 56 more`; where none comes twice, `59, once each: 10.0.0.1, 10.0.0.2 and 57 more`. */
function ends(shares: readonly Share[], total: number): string {
  const [first] = shares;
  if (total === 1 || first === undefined) return first?.end ?? '';
  const isOnceEach = first.connections === 1;
  const names = shares.map(({ end, connections }) => (isOnceEach ? end : `${end} (${amount(connections)})`));
  if (total >= mostCounted) return `${amount(total)} or more: ${names.slice(0, named).join(', ')} and others`;
  return `${isOnceEach ? `${amount(total)}, once each: ` : ''}${listed(names, named, total)}`;
}

/** `, 37 of them from 59.8 to 60.1`; empty where values do not pile up. */
export function pileText({ pile }: Finding['distributions'][number]): string {
  if (pile === undefined) return '';
  const { from, to, count } = pile;
  return `, ${amount(count)} of them ${from === to ? `at ${figure(from)}` : `from ${figure(from)} to ${figure(to)}`}`;
}
