import type { Reset } from '@fivewhys/connections';
import { otherSide } from '../../subject.ts';

/** Whether anything of the end that got the RST was captured before it. */
export function isReceiverHeard({ before, from }: Reset): boolean {
  return before[otherSide(from)].segments > 0;
}
