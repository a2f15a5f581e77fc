import { ACK, FIN, RST, SYN } from '@fivewhys/capture';
import type { Connection, KeptSegment } from '@fivewhys/connections';

/**
 * A segment that is sent for its answer alone: its number is the last one that the other end had acknowledged (RFC 9293 sections 3.8.4 and 3.8.6.1). It sends
 * nothing again, though it may carry that byte.
 *
 * @returns undefined for every other segment, and where the acknowledgment before it was not kept
 */
export function probeName(
  { frame, from, flags, numbersKnown, sequence, payloadBytes }: KeptSegment,
  connection: Connection,
): string | undefined {
  if (!numbersKnown || payloadBytes > 1 || (flags & (SYN | FIN | RST)) !== 0) return undefined;
  const { finFrame } = connection.half[from];
  if (finFrame !== undefined && finFrame < frame) return undefined; // an ACK from before the FIN, captured after it
  const answer = connection.segments.findLast(
    (other) => other.frame < frame && other.from !== from && (other.flags & ACK) !== 0,
  );
  if (answer === undefined || answer.acknowledgment !== (sequence + 1) >>> 0) return undefined;
  return answer.window === 0 ? 'window probe' : 'keep-alive probe';
}
