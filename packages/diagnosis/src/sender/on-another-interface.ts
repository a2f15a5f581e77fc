import { RST } from '@fivewhys/capture';
import type { Connection, Reset } from '@fivewhys/connections';

/** Of the frames of a connection that a host hands on, captured with `-i any`, about half are copies. */
const leastShareOfCopies = 1 / 3;

/**
 * Whether a RST was captured on an interface on which none of its end's other packets was seen first, and these are only seen on one side of a translation (`-i any` on a NAT host): on the
 * way out of a router a TTL is lower than on the way in, so theirs say nothing of its. Of a connection that is handed on as it is all are seen on their way in.
 */
export function isOnAnotherInterface({ segments, copies, frames }: Connection, reset: Reset): boolean {
  if (copies >= frames * leastShareOfCopies) return false;
  const own = segments.find(({ frame }) => frame === reset.frame)?.interfaceId;
  const others = segments.filter(({ from, flags }) => from === reset.from && (flags & RST) === 0);
  return own !== undefined && others.length > 0 && others.every(({ interfaceId }) => interfaceId !== own);
}

export const onAnotherInterface =
  'it was captured on another interface than the other packets of its end, so that their TTLs say nothing of its';
