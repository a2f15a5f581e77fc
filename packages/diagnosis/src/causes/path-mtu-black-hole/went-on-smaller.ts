import type { ResentSmaller } from '@fivewhys/connections';
import { duration } from '../../phrases.ts';

/** Why a RST that came later is not the black hole's. */
export function wentOnSmaller({ from, inVainNs, smaller }: ResentSmaller): string {
  return `a large segment of the ${from} was in vain for ${duration(inVainNs)}, but its bytes went on in smaller ones from frame ${smaller.frame} on`;
}
