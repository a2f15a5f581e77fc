import type { Finding, Share } from '@fivewhys/evidence';
import { amount, figure, listed } from '../quantities.ts';

const named = 4;

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

function ends(shares: readonly Share[], total: number): string {
  if (total === 1) return shares[0]?.end ?? '';
  return listed(
    shares.map(({ end, connections }) => `${end} (${amount(connections)})`),
    named,
    total,
  );
}

/** `, 37 of them from 59.8 to 60.1`; empty where values do not pile up. */
export function pileText({ pile }: Finding['distributions'][number]): string {
  if (pile === undefined) return '';
  const { from, to, count } = pile;
  return `, ${amount(count)} of them ${from === to ? `at ${figure(from)}` : `from ${figure(from)} to ${figure(to)}`}`;
}
