import { type Connection, distance, type KeptSegment, type ResentSmaller } from '@fivewhys/connections';
import { otherSide } from '../../subject.ts';
import { tooBigErrors } from './too-big.ts';

/**
 * A connection that got round a path that takes no large segments: what was large went in smaller ones. Undefined where there is none, and where the cut has another reason:
 * an ICMP error that told the sender the size, as it should (RFC 1191), or a loss that had nothing to do with the size.
 */
export function gotRound(connection: Connection): ResentSmaller | undefined {
  const { resentSmaller } = connection;
  if (resentSmaller === undefined || isTold(connection, resentSmaller)) return undefined;
  return largePassed(connection, resentSmaller) ? undefined : resentSmaller;
}

/** An ICMP error after the last large try: the sender heeded it. Behind the narrow link it is not seen, and nothing tells. */
function isTold(connection: Connection, { from, tries, smaller }: ResentSmaller): boolean {
  const last = tries.at(-1)?.frame ?? 0;
  return tooBigErrors(connection, from).some(({ frame }) => frame > last && frame < smaller.frame);
}

/** Whether a segment of this end as large as the lost one arrived: before, or later as far as segments were kept, for a sender that feels its way up comes near to that size. */
function largePassed(connection: Connection, resent: ResentSmaller): boolean {
  return passedBefore(resent) || passedAfter(connection, resent) || passedUnkept(resent);
}

function isLarge({ from, payloadBytes }: KeptSegment, resent: ResentSmaller): boolean {
  return from === resent.from && payloadBytes >= resent.largeBytes;
}

/** What lies before the lost segment was acknowledged; behind the place of the loss, all that was seen arrived. */
function passedBefore(resent: ResentSmaller): boolean {
  return resent.before.some(
    (segment) =>
      isLarge(segment, resent) && (resent.hole !== undefined || distance(endOf(segment), resent.sequence) <= 0),
  );
}

/** Only what one packet holds: later ones, too, may be several smaller ones that the network card cuts. */
function passedAfter({ half, segments }: Connection, resent: ResentSmaller): boolean {
  const acknowledged = half[otherSide(resent.from)].highestAcknowledgment ?? resent.sequence;
  return segments.some(
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
function passedUnkept({ before, from, sequence, ...resent }: ResentSmaller): boolean {
  const kept = before.filter((segment) => segment.from === from && segment.payloadBytes > 0);
  const earlier = kept.filter((segment) => distance(endOf(segment), sequence) <= 0);
  const behind = Math.max(kept.length - earlier.length, Math.ceil(resent.unacknowledgedBytes / resent.mostBytes));
  const segments = resent.dataSegments - behind - earlier.length;
  const bytes = resent.payloadBytes - resent.unacknowledgedBytes - sumOf(earlier);
  return segments > 0 && bytes / segments > (resent.largeBytes + resent.smaller.payloadBytes) / 2;
}

function endOf({ sequence, payloadBytes }: KeptSegment): number {
  return (sequence + payloadBytes) >>> 0;
}

function sumOf(segments: readonly KeptSegment[]): number {
  return segments.reduce((sum, { payloadBytes }) => sum + payloadBytes, 0);
}
