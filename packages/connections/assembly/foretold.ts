// AssemblyScript: see header-prediction.ts. Flags and bits that both ways of following look at.

import * as packet from '../../capture/src/packet-record.ts';
import { ACK, RST, SYN } from '../../capture/src/segment-bits.ts';
import * as at from '../src/layout.ts';

/** What decides about a segment. Flags that carry nothing to follow (PSH, URG, ECN's) are left out, and so is FIN. */
export const foreseenFlags: i32 =
  ACK | SYN | RST | (3 << packet.malformedShift) | (1 << packet.numbersUnknownShift) | packet.SEGMENT_NOTED;
/** Of a half: it sent a sequence number, and an acknowledgment, too. */
export const numbersKnown: i32 = at.HALF_ISN_KNOWN | at.HALF_NEXT_KNOWN;
export const established: i32 = numbersKnown | at.HALF_ACKED_KNOWN;
