import { RST, SYN } from '@fivewhys/capture';
import { distance, type KeptSegment, type Reset, type Side } from '@fivewhys/connections';
import { count, framesText, plural } from '../phrases.ts';
import { type ConnectionSubject, otherSide } from '../subject.ts';

/** Linux's shortest retransmission timeout (TCP_RTO_MIN): what comes again sooner was not waited for. */
const shortestTimeoutNs = 200e6;

/** The segments with payload that were kept from before a RST, in order; without keep-alive probes that repeat one byte. */
export function payloadBefore({ connection }: ConnectionSubject, reset: Reset): KeptSegment[] {
  const ends = new Map<Side, number>();
  return connection.segments.filter((segment) => {
    const { frame, from, payloadBytes, flags } = segment;
    if (frame >= reset.frame || payloadBytes === 0 || (flags & (SYN | RST)) !== 0) return false;
    const end = ends.get(from);
    if (payloadBytes === 1 && end !== undefined && distance(endOf(segment), end) <= 0) return false;
    if (end === undefined || distance(endOf(segment), end) > 0) ends.set(from, endOf(segment));
    return true;
  });
}

/** The frame of an end's last payload before a RST, where it was not kept; undefined where it was, or where there is none. */
export function lastPayloadNotKept({ connection }: ConnectionSubject, reset: Reset, side: Side): number | undefined {
  const { lastDataFrame } = reset.before[side];
  const isKept = connection.segments.some(({ from, frame }) => from === side && frame === lastDataFrame);
  return isKept ? undefined : lastDataFrame;
}

/** The number after a segment's payload. */
export function endOf({ sequence, payloadBytes }: KeptSegment): number {
  return (sequence + payloadBytes) >>> 0;
}

/**
 * Payload that an end sent, waited for, sent again, and of which nothing ever was acknowledged until the RST: then it, or its acknowledgment, was lost on the way, and a reset by
 * an end is a late consequence. In words, or undefined where there is none.
 */
export function lostOnTheWay(subject: ConnectionSubject, reset: Reset): string | undefined {
  const payload = payloadBefore(subject, reset);
  for (const from of ['originator', 'responder'] as const) {
    const acknowledged = reset.before[otherSide(from)].highestAcknowledgment;
    const lost = payload.filter(
      (segment) => segment.from === from && (acknowledged === undefined || distance(endOf(segment), acknowledged) > 0),
    );
    for (const first of lost) {
      if (first.payloadBytes <= 1) continue; // a keep-alive or window probe
      const again = lost.filter(
        ({ sequence, instantNs }) => sequence === first.sequence && instantNs - first.instantNs >= shortestTimeoutNs,
      );
      if (again.length === 0) continue;
      const frames = [first, ...again].map(({ frame }) => frame);
      return `${count(first.payloadBytes)} bytes of the ${from} (seq ${first.sequence}) were sent ${plural(frames.length, 'time')} (${framesText(frames)}) and never acknowledged: they were lost on the way, and the RST is a consequence`;
    }
  }
  return undefined;
}

/** Payload of one end that the other had not acknowledged before the RST; 0 when unknown. */
export function unacknowledgedBytes(reset: Reset, side: Side): number {
  const { nextSequence, finSequence, payloadBytes } = reset.before[side];
  const { highestAcknowledgment } = reset.before[otherSide(side)];
  const payloadEnd = finSequence ?? nextSequence;
  if (payloadEnd === undefined || payloadBytes === 0) return 0;
  return highestAcknowledgment === undefined ? payloadBytes : Math.max(distance(payloadEnd, highestAcknowledgment), 0);
}
