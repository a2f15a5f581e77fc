import type { LookAlike } from '@fivewhys/evidence';
import { framesText } from '../../phrases.ts';
import type { Facts } from './facts.ts';

/** A SYN on an ESTABLISHED connection gets a challenge ACK (RFC 5961 section 4): the same exchange. */
export function halfOpen({ before, oddAck }: Facts): LookAlike {
  const cause = 'half-open';
  if (before?.finsAcknowledged) {
    const fins = [before.connection.half.responder.finFrame, before.connection.half.originator.finFrame];
    return {
      cause,
      excluded: true,
      because: `both ends had closed the connection before, and both FINs (${framesText(fins.filter((frame) => frame !== undefined))}) were acknowledged: it was not ESTABLISHED`,
    };
  }
  if (oddAck.ipId === 0) {
    return {
      cause,
      excluded: true,
      because: "the ACK's IP ID is 0; a challenge ACK of a live socket has that socket's next ID",
    };
  }
  return {
    cause,
    excluded: false,
    because:
      before === undefined
        ? 'the connection before is not in the capture: the ACK may be a challenge ACK of one that is still ESTABLISHED at the responder'
        : "one FIN of the connection before is not acknowledged in the capture: the responder's socket may not have reached TIME_WAIT",
  };
}
