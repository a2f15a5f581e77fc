import { type ClockOffset, instantThere, uncertaintyAt } from './clock-offset.ts';
import type { Absence } from './comparison.ts';
import { durationText } from './duration-text.ts';
import type { Survey } from './survey.ts';

/** Between a packet and the next that shows that the capture still ran, beside what is uncertain of the clocks. */
const slackNs = 1e6;

/** What is known of two places when a packet was seen at one and not at the other. Instants are those of the captures. */
export interface CoverageQuestion {
  /** When it was seen. */
  readonly seenNs: number;
  /** The capture where it was not. */
  readonly survey: Survey;
  /** Both places are in one capture. */
  readonly sameCapture: boolean;
  /** It would have been there before it was seen. */
  readonly upstream: boolean;
  /** From the clock where it was seen to the other one. */
  readonly clock: ClockOffset | undefined;
  /** When packets that passed both places the same way were seen where this one was: the first and the last. */
  readonly crossedFromNs: number;
  readonly crossedToNs: number;
  /** Why the other capture can't be trusted about this connection. */
  readonly leak: string | undefined;
  /** When segments of this connection were let go of the other capture; NaN for never. */
  readonly gapFromNs: number;
  readonly gapToNs: number;
}

/** Whether a capture would have held a packet that it does not hold. */
export function absenceOf(question: CoverageQuestion): Absence {
  const { seenNs, survey, sameCapture, upstream, clock, crossedFromNs, crossedToNs, leak, gapFromNs, gapToNs } =
    question;
  if (leak !== undefined) return { kind: 'unknown', because: leak };
  if (!survey.hearsBothEnds) {
    return {
      kind: 'unknown',
      because: 'no connection of that capture was heard from both ends: it may show one direction only',
    };
  }
  if (survey.droppedPackets > 0) {
    return { kind: 'unknown', because: `the capturing program lost ${survey.droppedPackets} packets` };
  }
  const thereNs = sameCapture ? seenNs : clock === undefined ? Number.NaN : instantThere(clock, seenNs);
  const within = sameCapture ? 0 : clock === undefined ? Number.NaN : uncertaintyAt(clock, seenNs) + slackNs;
  if (!Number.isNaN(gapFromNs) && !(thereNs + within < gapFromNs || thereNs - within > gapToNs)) {
    return { kind: 'unknown', because: 'segments of this connection around that time were not kept' };
  }
  if (crossedFromNs < seenNs && seenNs < crossedToNs) {
    return { kind: 'shown', because: 'packets before it and after it were seen at both places' };
  }
  if (!Number.isFinite(within)) {
    return { kind: 'unknown', because: 'how the clocks stand to each other is not known' };
  }
  if (!sameCapture && clock?.stepped) {
    return { kind: 'unknown', because: 'one of the clocks was set meanwhile' };
  }
  if (thereNs - within < survey.firstInstantNs) {
    return { kind: 'unknown', because: 'that capture may have begun later' };
  }
  if (sameCapture && upstream) {
    return { kind: 'shown', because: 'it is the same capture, which had begun before' };
  }
  if (thereNs + within >= survey.lastInstantNs) {
    return {
      kind: 'unknown',
      because: 'that capture has no frame after it, and may have ended before',
    };
  }
  return {
    kind: 'shown',
    because: sameCapture
      ? 'it is the same capture, which has frames before and after'
      : `that capture has frames from ${durationText(thereNs - survey.firstInstantNs)} before to ${durationText(survey.lastInstantNs - thereNs)} after, the clocks told to within ${durationText(within)}`,
  };
}
