import type { Finding } from '@fivewhys/evidence';
import { amount } from '../quantities.ts';
import type { InputNames } from './input-names.ts';

/** Which of several connections the whys are of; empty where there is only one, or none. */
export function shownText({ fleet, ladder, count }: Finding, names: InputNames): string {
  if (fleet === undefined || ladder === undefined) return '';
  const { stream, input, originator, responder } = ladder;
  const which = `one of the ${amount(count)}, stream ${stream}${names.of(input)}`;
  return fleet.originatorCount < 2 && fleet.responderCount < 2
    ? `${which}. The whys are of this one`
    : `${which}: ${originator} to ${responder}. The whys, and the addresses in commands, are of this one`;
}

/** ` (of stream 7)`, behind what is said of one where others have other ends. */
export function shownMark({ fleet, ladder }: Finding): string {
  if (fleet === undefined || ladder === undefined) return '';
  return fleet.originatorCount < 2 && fleet.responderCount < 2 ? '' : ` (of stream ${ladder.stream})`;
}
