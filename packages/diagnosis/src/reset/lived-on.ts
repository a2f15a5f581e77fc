import { SYN } from '@fivewhys/capture';
import type { Connection, KeptSegment, Reset } from '@fivewhys/connections';
import { duration } from '../phrases.ts';
import { sentAfter } from './sent-after.ts';

/** What the end in whose name a RST came sent again after it: its socket lives, and knows nothing of the RST. */
export interface LivedOn {
  readonly segment: KeptSegment;
  readonly because: string;
}

/**
 * A SYN-ACK or payload that was captured before a RST and comes again after it. A kernel that answers by a RST (kind A) has no socket for the connection, and one that resets for a
 * full queue drops the attempt (tcp_check_req), so neither has anything to send again.
 */
export function livedOn(connection: Connection, reset: Reset): LivedOn | undefined {
  const before = connection.segments.filter(({ frame, from }) => frame < reset.frame && from === reset.from);
  for (const segment of sentAfter(connection, reset.frame, reset.from)) {
    if (segment.payloadBytes === 0 && (segment.flags & SYN) === 0) continue;
    const first = before.find(
      ({ sequence, flags, payloadBytes }) =>
        sequence === segment.sequence &&
        (flags & SYN) === (segment.flags & SYN) &&
        payloadBytes === segment.payloadBytes,
    );
    if (first === undefined) continue;
    const what = (segment.flags & SYN) !== 0 ? 'its SYN-ACK' : `its payload of seq ${segment.sequence}`;
    return {
      segment,
      because: `${what} (frame ${first.frame}) came again ${duration(segment.instantNs - reset.instantNs)} after the RST, in frame ${segment.frame}`,
    };
  }
  return undefined;
}
