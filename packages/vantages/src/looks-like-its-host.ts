import { OPTION_TIMESTAMPS, RST } from '@fivewhys/capture';
import { distance } from '@fivewhys/connections';
import type { SeenSegment } from './seen-segment.ts';

/** A host counts packets of other connections, too; so many may lie between two of one. */
const mostStep = 16;
/** So many of its packets must count up, the RST included. */
const leastCounted = 3;
/** Timestamps of a host go on by 1 to 1000 in a millisecond (RFC 7323 section 5.4); of a RST within this time. */
const mostTicksPerMs = 1000;

/**
 * Whether a RST bears marks of the host in whose name it came, which whoever makes one in between would have to copy: the TTL of the host's packets, and its IP ID or its timestamps
 * that go on. Then a capture nearer to that host which does not have it has probably missed it.
 *
 * @param own segments with the same address at the same place
 * @returns the mark, in words
 */
export function looksLikeItsHost(reset: SeenSegment, own: readonly SeenSegment[]): string | undefined {
  const before = own.filter(({ frame, flags }) => frame < reset.frame && (flags & RST) === 0);
  const last = before.at(-1);
  if (last === undefined || reset.ttl < 0 || last.ttl !== reset.ttl) return undefined;
  const ids = [...before.filter(({ ipId }) => ipId > 0).slice(1 - leastCounted), reset].map(({ ipId }) => ipId);
  const counts = ids.slice(1).every((id, index) => {
    const step = (id - (ids[index] as number)) & 0xffff;
    return step >= 1 && step <= mostStep;
  });
  if (reset.ipId > 0 && ids.length >= leastCounted && counts) {
    return `TTL ${reset.ttl} and IP ID ${reset.ipId} that counts on from ${ids.at(-2)}`;
  }
  if ((reset.options & last.options & OPTION_TIMESTAMPS) === 0) return undefined;
  const ticks = distance(reset.timestampValue, last.timestampValue);
  const mostTicks = ((reset.instantNs - last.instantNs) / 1e6 + 10) * mostTicksPerMs;
  return ticks >= 0 && ticks <= mostTicks ? `TTL ${reset.ttl} and timestamps that go on` : undefined;
}
