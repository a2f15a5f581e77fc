import { type Reset, readSilence, type Side, type UnacknowledgedData } from '@fivewhys/connections';
import type { Misfit } from '@fivewhys/evidence';
import { oddSegmentBefore } from '../../path/odd-segment.ts';
import { duration } from '../../phrases.ts';
import { type Origin, originOf } from '../../sender/origin-of.ts';
import { knownTimers } from '../../silence/known-timers.ts';
import { isSilenceKnown, longSilenceNs, noLongSilence } from '../../silence/long-silence.ts';
import { type Gap, silenceBefore } from '../../silence/silence-before.ts';
import type { ConnectionSubject } from '../../subject.ts';
import { otherSide } from '../../subject.ts';

/** Where no TTL tells of a box, only a silence that a known timer ends suggests one. */
const shortestTimerNs = Math.min(...knownTimers.map(({ seconds }) => seconds)) * 1e9;

/** How a connection that had been silent turned out to be dead. */
export type Death = DeathByReset | DeathBySilence;

interface DeathByReset {
  readonly kind: 'reset';
  readonly gap: Gap;
  /** Who spoke first after the silence. */
  readonly speaker: Side;
  readonly reset: Reset;
  readonly origin: Origin;
}

interface DeathBySilence {
  readonly kind: 'silence';
  readonly gap: Gap;
  readonly speaker: Side;
  readonly silence: UnacknowledgedData;
}

/** Who made the RST is not in the evidence: a text without TTLs, or one that holds nothing else of that end. */
export function isOpen(death: Death): boolean {
  return death.kind === 'reset' && death.origin.place === 'unknown';
}

/** How the connection died after a silence, or why that is not what happened. */
export function deathOf({ connection, reset, surroundings }: ConnectionSubject): Death | Misfit {
  const misfit = (because: string, untold = false): Misfit => ({ kind: 'excluded', because, untold });
  if (connection.half.originator.dataSegments + connection.half.responder.dataSegments === 0) {
    return misfit('no payload of the connection is in the capture');
  }
  const silence = readSilence(connection);
  if (
    silence?.kind === 'unacknowledged-data' &&
    (reset === undefined || reset.from === silence.from || reset.effect !== 'accepted')
  ) {
    const first = silence.tries[0];
    const gap = first === undefined ? undefined : silenceBefore(connection, first.frame + 1, silence.from);
    if (gap === undefined || gap.silenceNs < longSilenceNs) {
      return misfit(noLongSilence(connection, gap), !isSilenceKnown(connection, gap));
    }
    if (silence.heardSince.length > 0) return misfit('the other end was heard after the silence');
    return { kind: 'silence', gap, speaker: silence.from, silence };
  }
  if (reset === undefined) return misfit('there is neither a RST nor data that stayed unanswered');
  if (reset.kind === 'B') return misfit('the RST answers a segment without ACK, not one of an open connection');
  const speaker = otherSide(reset.from);
  const gap = silenceBefore(connection, reset.frame, speaker);
  if (gap === undefined || gap.silenceNs < longSilenceNs) {
    const last = connection.segments.findLast(({ frame }) => frame < reset.frame);
    const quietNs = last === undefined ? 0 : reset.instantNs - last.instantNs;
    if (quietNs >= longSilenceNs) {
      return misfit(
        `the RST came by itself, ${duration(quietNs)} after the last packet: it answers nothing that was sent too late`,
      );
    }
    return misfit(noLongSilence(connection, gap), !isSilenceKnown(connection, gap));
  }
  if (reset.before[reset.from].finFrame !== undefined) return misfit(`the ${reset.from} had sent its FIN before`);
  const origin = originOf(connection, surroundings, reset);
  const mayBeTimer = origin.place === 'unknown' && reset.kind === 'A' && gap.silenceNs >= shortestTimerNs;
  if (origin.place !== 'nearer' && !mayBeTimer) {
    return misfit(`no sign of a box on the way: ${origin.because}`, origin.place === 'unknown');
  }
  const odd = oddSegmentBefore(connection, reset);
  if (odd !== undefined && !odd.oldDuplicate) return misfit(`an odd segment came right before: ${odd.because}`);
  return { kind: 'reset', gap, speaker, reset, origin };
}
