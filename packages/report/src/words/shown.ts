import type { Finding } from '@fivewhys/evidence';
import { amount } from '../quantities.ts';
import type { InputNames } from './input-names.ts';

/** Which of several connections the whys and commands are of, where they have different ends; empty where that goes without saying. */
export function shownText({ fleet, ladder, count }: Finding, names: InputNames): string {
  if (fleet === undefined || ladder === undefined) return '';
  if (fleet.originatorCount < 2 && fleet.responderCount < 2) return '';
  const { stream, input, originator, responder } = ladder;
  return `one of the ${amount(count)}, stream ${stream}${names.of(input)}: ${originator} to ${responder}. The whys are its, and the addresses in commands`;
}
