import type { Connection } from '@fivewhys/connections';
import { duration } from '../phrases.ts';
import type { Gap } from './silence-before.ts';

/** From this silence on a forgotten connection is worth naming: no timer of a known NAT, firewall or balancer is shorter. */
export const longSilenceNs = 5e9;

/** Whether the capture tells how long it was silent before: of what is its first segment, it does only where that is the SYN. */
export function isSilenceKnown({ handshake }: Connection, gap: Gap | undefined): boolean {
  return gap !== undefined || handshake.synFrame !== undefined;
}

/** `no long silence came right before: 2.97 s at the longest`. Longer ones may have come earlier. */
export function noLongSilence(connection: Connection, gap: Gap | undefined): string {
  if (!isSilenceKnown(connection, gap)) return 'how long it was silent before is not in the capture';
  return `no long silence came right before${gap === undefined ? '' : `: ${duration(gap.silenceNs)} at the longest`}`;
}
