import type { KeptSegment, Reset } from '@fivewhys/connections';
import type { Misfit } from '@fivewhys/evidence';
import { oddSegmentBefore } from '../../path/odd-segment.ts';
import { duration, kindText } from '../../phrases.ts';
import { unprovoked } from '../../reset/unprovoked.ts';
import { answersSynAckOnly } from '../../sender/answers-syn-ack-only.ts';
import { edgesOf } from '../../sender/edges.ts';
import { type Origin, originOf } from '../../sender/origin-of.ts';
import { longSilenceNs } from '../../silence/long-silence.ts';
import { longerSilenceLived } from '../../silence/longer-silence-lived.ts';
import { type Gap, silenceBefore } from '../../silence/silence-before.ts';
import type { ConnectionSubject } from '../../subject.ts';
import { otherSide } from '../../subject.ts';

/** What shows that a rule on the way made a RST. */
export interface Rejection {
  readonly origin: Origin;
  /** The segment that it answers. */
  readonly provoker: KeptSegment;
  readonly gap: Gap | undefined;
}

/** What shows that a rule on the way made the RST, or what speaks against it. */
export function rejectionOf(subject: ConnectionSubject, reset: Reset): Rejection | Misfit {
  const { connection, surroundings } = subject;
  if (reset.kind !== 'A' && reset.kind !== 'B') {
    return { kind: 'excluded', because: `the RST is of ${kindText(reset.kind)}; a REJECT rule makes kind A or B` };
  }
  const origin = originOf(connection, surroundings, reset);
  const heldAgainstNothing = answersSynAckOnly(reset);
  if (heldAgainstNothing !== undefined) return { kind: 'excluded', because: heldAgainstNothing };
  if (origin.place !== 'nearer') {
    return {
      kind: 'excluded',
      because: `no sign of another host: ${origin.because}`,
      // As far away as the end: a rule on that host itself would answer so.
      untold: origin.place !== 'farther',
    };
  }
  const provoker = connection.segments.find(({ frame }) => frame === reset.provokedBy);
  if (provoker === undefined) {
    return {
      kind: 'excluded',
      because: 'no segment of the capture is what the RST answers; a REJECT rule answers one',
    };
  }
  const nothing = unprovoked(connection, reset);
  if (nothing !== undefined)
    return { kind: 'excluded', because: `${nothing.because}; a REJECT rule lets no segment pass that it answers` };
  const edges = edgesOf(subject, reset);
  if (edges !== undefined) return { kind: 'excluded', because: edges.because };
  if (reset.kind === 'A' && reset.deviations.length > 0) {
    return {
      kind: 'excluded',
      because: `the RST is not as a REJECT rule of Linux makes it: ${reset.deviations.join('; ')}`,
    };
  }
  const gap = silenceBefore(connection, reset.frame, otherSide(reset.from));
  if (
    reset.kind === 'A' &&
    gap !== undefined &&
    gap.silenceNs >= longSilenceNs &&
    !longerSilenceLived(connection, surroundings, gap.silenceNs)
  ) {
    return {
      kind: 'excluded',
      because: `${duration(gap.silenceNs)} of silence came before: a box that forgot the connection is likelier`,
    };
  }
  const odd = oddSegmentBefore(connection, reset);
  if (reset.kind === 'A' && odd !== undefined) {
    return {
      kind: 'excluded',
      because: `an odd segment came right before (frame ${odd.segment.frame}): ${odd.because}`,
    };
  }
  return { origin, provoker, gap };
}
