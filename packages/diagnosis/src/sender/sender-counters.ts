import { OPTION_TIMESTAMPS, RST, SYN } from '@fivewhys/capture';
import { type Connection, distance, type KeptSegment, type Side } from '@fivewhys/connections';

/** A socket of Linux counts its IP IDs one by one; so many may be missing between two that were kept. */
const mostIpIdStep = 64;
/** Three of an IP ID in a row are hardly chance; a timestamp has 32 bits, and two of them are not. */
const leastIpIds = 3;
const leastTimestamps = 2;
/** Ticks by which a timestamp may lie off the time that went by: out of order, or a slow clock. */
const slackTicks = 1000;
/** No clock is faster than one that counts microseconds (RFC 7323 section 5.4 wants 1 ms to 1 s; Linux 6.7 has microseconds for some routes). */
const fastestHz = 1.1e6;

/** The packets of one end in the order in which a counter of their sender goes on, one chain for each counter. */
type Chain = KeptSegment[];

/** What IP IDs and timestamps say about how many machines sent one end's packets. */
export interface SenderCounters {
  /** Two counters that both go on: packets of two machines. */
  readonly two: { readonly frames: readonly number[]; readonly because: string } | undefined;
  /** TTLs over which one counter goes on: then one machine's packets come by several ways. */
  readonly ttlsOfOne: ReadonlySet<number>;
}

/** Looks at the kept packets of an end before a frame, RSTs left out. */
export function senderCounters({ segments }: Connection, side: Side, frame: number): SenderCounters {
  const own = segments.filter(
    (segment) => segment.frame < frame && segment.from === side && (segment.flags & RST) === 0 && segment.numbersKnown,
  );
  // A SYN-ACK has IP ID 0, or one that its socket does not count.
  const ipIds = chainsOf(
    own.filter(({ ipId, flags }) => ipId > 0 && (flags & SYN) === 0),
    (last, next) => isStep((next.ipId - last.ipId) & 0xffff),
  );
  const timestamps = chainsOf(
    own.filter(({ options }) => (options & OPTION_TIMESTAMPS) !== 0),
    isLaterTick,
  );
  return {
    two:
      twoOf(timestamps, leastTimestamps, 'timestamps', ({ timestampValue }) => timestampValue) ??
      twoOf(ipIds, leastIpIds, 'IP IDs', ({ ipId }) => ipId),
    ttlsOfOne: new Set([...ipIds, ...timestamps].flatMap(ttlsIfSeveral)),
  };
}

function isStep(step: number): boolean {
  return step >= 1 && step <= mostIpIdStep;
}

function isLaterTick(last: KeptSegment, next: KeptSegment): boolean {
  const ticks = distance(next.timestampValue, last.timestampValue);
  return ticks >= -slackTicks && ticks <= slackTicks + ((next.instantNs - last.instantNs) / 1e9) * fastestHz;
}

function chainsOf(
  segments: readonly KeptSegment[],
  follows: (last: KeptSegment, next: KeptSegment) => boolean,
): Chain[] {
  const chains: Chain[] = [];
  for (const segment of segments) {
    const chain = chains.find((one) => follows(one.at(-1) as KeptSegment, segment));
    if (chain === undefined) chains.push([segment]);
    else chain.push(segment);
  }
  return chains;
}

/** Only where all packets belong to one of two: IP IDs that are random make many. */
function twoOf(
  chains: readonly Chain[],
  least: number,
  name: string,
  counterOf: (segment: KeptSegment) => number,
): SenderCounters['two'] {
  const [one, other] = chains;
  if (chains.length !== 2 || one === undefined || other === undefined) return undefined;
  if (one.length < least || other.length < least) return undefined;
  const text = (chain: Chain) => `${chain.slice(-3).map(counterOf).join(', ')} (frame ${chain.at(-1)?.frame})`;
  return {
    frames: [...one.slice(-2), ...other.slice(-2)].map(({ frame }) => frame).sort((a, b) => a - b),
    because: `two sequences of ${name}, which each go on for themselves: … ${text(one)} and … ${text(other)}`,
  };
}

function ttlsIfSeveral(chain: Chain): number[] {
  const ttls = [...new Set(chain.map(({ ttl }) => ttl))].filter((ttl) => ttl >= 0);
  return ttls.length > 1 ? ttls : [];
}
