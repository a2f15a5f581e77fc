import type { Connection, Reset } from '@fivewhys/connections';

/** A host that counts its packets counts those of its other connections, too: so many may lie between two of one connection. */
const mostStep = 64;
/** So many of an end's packets must count up before the RST does. */
const leastCounted = 2;
const mostAgeNs = 1e9;

/**
 * That a RST's IP ID goes on where the last packets of the end left off whose address it bears: then the host that sent those sent the RST, too. In words, or undefined where
 * they do not count, or the RST's does not fit.
 */
export function ipIdCountsOn({ segments }: Connection, { frame, from, ipId, instantNs }: Reset): string | undefined {
  if (ipId <= 0) return undefined;
  const own = segments.filter((segment) => segment.frame < frame && segment.from === from && segment.ipId > 0);
  const last = own.at(-1);
  if (last === undefined || own.length < leastCounted || instantNs - last.instantNs > mostAgeNs) return undefined;
  const ids = [...own.map((segment) => segment.ipId), ipId];
  const counts = ids.slice(1).every((id, index) => isNext(id, ids[index] as number));
  return counts ? `its IP ID ${ipId} counts on from ${last.ipId} of the ${from}'s frame ${last.frame}` : undefined;
}

function isNext(id: number, before: number): boolean {
  const step = (id - before) & 0xffff;
  return step >= 1 && step <= mostStep;
}
