import { type Connection, distance, type KeptSegment, type ResentSmaller } from '@fivewhys/connections';
import { otherEnd } from '../path-facts.ts';
import { count } from '../phrases.ts';
import { tooBigErrors } from './too-big.ts';

/**
 * A connection that got round a path that takes no large segments: what was large went in smaller ones. Undefined where there is none, and where the cut has another reason:
 * an ICMP error that told the sender the size, as it should (RFC 1191), or a loss that had nothing to do with the size.
 */
export function gotRound(connection: Connection): ResentSmaller | undefined {
  const { resentSmaller } = connection;
  if (resentSmaller === undefined || isTold(connection, resentSmaller)) return undefined;
  return largePassed(connection, resentSmaller) === undefined ? resentSmaller : undefined;
}

/** An ICMP error after the last large try: the sender heeded it. Behind the narrow link it is not seen, and nothing tells. */
function isTold(connection: Connection, { from, tries, smaller }: ResentSmaller): boolean {
  const last = tries.at(-1)?.frame ?? 0;
  return tooBigErrors(connection, from).some(({ frame }) => frame > last && frame < smaller.frame);
}

/** How it is known, or likely, that a segment of this end as large as the lost one arrived, before or after; undefined where it is not. */
function largePassed(connection: Connection, resent: ResentSmaller): string | undefined {
  const one = passedBefore(resent) ?? passedAfter(connection, resent);
  if (one !== undefined) return `a segment of ${one.payloadBytes} bytes arrived (frame ${one.frame})`;
  const average = averageBefore(resent) ?? averageAfter(connection, resent);
  return average === undefined ? undefined : `segments of ${count(average)} bytes on average arrived`;
}

function isLarge({ from, payloadBytes }: KeptSegment, resent: ResentSmaller): boolean {
  return from === resent.from && payloadBytes >= resent.largeBytes;
}

/** What lies before the lost segment was acknowledged; behind the place of the loss, all that was seen arrived. */
function passedBefore(resent: ResentSmaller): KeptSegment | undefined {
  return resent.before.find(
    (segment) =>
      isLarge(segment, resent) && (resent.hole !== undefined || distance(endOf(segment), resent.sequence) <= 0),
  );
}

/** Only what one packet holds: later ones, too, may be several smaller ones that the network card cuts. */
function passedAfter({ half, segments }: Connection, resent: ResentSmaller): KeptSegment | undefined {
  const acknowledged = half[otherEnd(resent.from)].highestAcknowledgment ?? resent.sequence;
  return segments.find(
    (segment) =>
      segment.frame > resent.smaller.frame &&
      isLarge(segment, resent) &&
      segment.payloadBytes <= resent.mostBytes &&
      distance(endOf(segment), acknowledged) <= 0 &&
      !segments.some(
        ({ from, frame, sequence, payloadBytes }) =>
          from === segment.from &&
          frame > segment.frame &&
          sequence === segment.sequence &&
          payloadBytes < segment.payloadBytes,
      ),
  );
}

/** Of the segments before the lost one that were not kept: large ones must have been among them if they were nearer to the large size than to the smaller one. */
function averageBefore({ before, from, sequence, ...resent }: ResentSmaller): number | undefined {
  const kept = before.filter((segment) => segment.from === from && segment.payloadBytes > 0);
  const [behind, earlier] = [
    kept.filter((one) => distance(endOf(one), sequence) > 0),
    kept.filter((one) => distance(endOf(one), sequence) <= 0),
  ];
  const sentBehind = Math.max(behind.length, Math.ceil(resent.unacknowledgedBytes / resent.mostBytes));
  const segments = resent.dataSegments - sentBehind - earlier.length;
  const bytes = resent.payloadBytes - resent.unacknowledgedBytes - sumOf(earlier);
  const average = segments > 0 ? bytes / segments : 0;
  return average > (resent.largeBytes + resent.smaller.payloadBytes) / 2 ? average : undefined;
}

/** Later a sender may find a size in between; what is larger than one packet says nothing. */
function averageAfter({ half }: Connection, resent: ResentSmaller): number | undefined {
  const { payloadBytes, dataSegments } = half[resent.from];
  const average = (payloadBytes - resent.payloadBytes) / Math.max(1, dataSegments - resent.dataSegments);
  return average >= resent.largeBytes && average <= resent.mostBytes ? average : undefined;
}

function endOf({ sequence, payloadBytes }: KeptSegment): number {
  return (sequence + payloadBytes) >>> 0;
}

function sumOf(segments: readonly KeptSegment[]): number {
  return segments.reduce((sum, { payloadBytes }) => sum + payloadBytes, 0);
}
