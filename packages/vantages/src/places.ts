import { RST } from '@fivewhys/capture';
import type { Side } from '@fivewhys/connections';
import type { KeptLeg } from './keep-segments.ts';
import type { SeenSegment } from './seen-segment.ts';
import type { Survey } from './survey.ts';

/** Where the segments of one connection were seen: a capture, or one interface of it. */
export interface Place {
  readonly input: number;
  /** Of a capture that shows the connection on several. */
  readonly interfaceId: number | undefined;
  /** In the order of the capture. */
  readonly segments: readonly SeenSegment[];
  /** Routers that the segments of each end had passed; undefined where no TTL is known. */
  readonly hops: { readonly originator: number | undefined; readonly responder: number | undefined };
  /** Packets that were there a second time, with a lower TTL: on their way in and out of a router. */
  readonly copies: number;
  /** Times between which segments were let go; NaN where none were. */
  readonly gapFromNs: number;
  readonly gapToNs: number;
}

/** Takes the segments of a connection apart by where they were seen. @param legs all of the connection, of all captures */
export function placesOf(legs: readonly KeptLeg[], surveys: readonly Survey[]): Place[] {
  return surveys.flatMap((survey, input) => {
    const own = legs.filter(({ leg }) => leg.sighting.input === input);
    const segments = own.flatMap((leg) => leg.segments).sort((a, b) => a.frame - b.frame);
    if (segments.length === 0) return [];
    const interfaces = [...new Set(segments.map(({ interfaceId }) => interfaceId))].sort((a, b) => a - b);
    const isSplit = interfaces.length > 1 && (survey.isCooked || survey.interfaceNames.length > 1);
    const gapFromNs = Math.min(...own.map((leg) => leg.gapFromNs));
    const gapToNs = Math.max(...own.map((leg) => leg.gapToNs));
    return (isSplit ? interfaces : [undefined]).map((interfaceId) => {
      const here = segments.filter((segment) => interfaceId === undefined || segment.interfaceId === interfaceId);
      const folded = withoutCopies(here);
      return {
        input,
        interfaceId,
        segments: folded,
        hops: { originator: hopsOf(folded, 'originator'), responder: hopsOf(folded, 'responder') },
        copies: here.length - folded.length,
        gapFromNs,
        gapToNs,
      };
    });
  });
}

/** A router that is captured on both its sides shows each packet twice, at once, the second time with a TTL lower by one or more. */
const copyWithinNs = 50e6;

function withoutCopies(segments: readonly SeenSegment[]): SeenSegment[] {
  const newest = new Map<string, SeenSegment>();
  return segments.filter((segment) => {
    const { from, sequence, acknowledgment, flags, payloadBytes, ipId, timestampValue, ttl, instantNs } = segment;
    const key = `${from} ${sequence} ${acknowledgment} ${flags} ${payloadBytes} ${ipId} ${timestampValue}`;
    const before = newest.get(key);
    const isCopy = before !== undefined && ttl < before.ttl && instantNs - before.instantNs <= copyWithinNs;
    if (!isCopy) newest.set(key, segment);
    return !isCopy;
  });
}

/** What systems begin with (Linux, BSD, macOS 64; Windows 128; many devices 255). */
const initialTtls = [64, 128, 255];

/** Routers that a packet has passed, if its TTL began with a usual number. */
export function hopsFrom(ttl: number): number | undefined {
  const initial = initialTtls.find((one) => ttl <= one);
  return ttl < 0 || initial === undefined ? undefined : initial - ttl;
}

/** By the TTL that most segments of an end have. RSTs are left out: who made them is the question. */
function hopsOf(segments: readonly SeenSegment[], side: Side): number | undefined {
  const counts = new Map<number, number>();
  for (const { from, ttl, flags } of segments) {
    if (from === side && ttl >= 0 && (flags & RST) === 0) counts.set(ttl, (counts.get(ttl) ?? 0) + 1);
  }
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  return most === undefined ? undefined : hopsFrom(most[0]);
}
