import type { Reset } from '@fivewhys/connections';
import { otherSide } from '../../subject.ts';

/** That an end put a RST where a FIN would stand. */
export function endedWithReset({ from, before }: Reset): string {
  const unread = before[otherSide(from)].dataSegments > 0 ? ', with bytes left unread,' : '';
  return `The ${from} ended its side with a RST instead of a FIN, as with SO_LINGER 0${unread} or on a system that closes so`;
}
