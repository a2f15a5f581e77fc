import type { CaptureReading, ReaderContext } from '@fivewhys/capture';
import type { Tracker } from '@fivewhys/connections';
import type { InputReport } from '../explanation.ts';
import { instantText } from './capture-clock.ts';
import { captureNotes } from './capture-notes.ts';
import type { InputSums } from './input-sums.ts';

/** What is said of a capture that was read to its end. */
export function inputReport(
  path: string,
  reading: CaptureReading,
  context: ReaderContext,
  tracker: Tracker,
  sums: InputSums,
): InputReport {
  const { tallies, damage } = context;
  const firstInstantNs = Math.min(sums.firstInstantNs, context.withoutTcp.firstInstantNs);
  const lastInstantNs = Math.max(sums.lastInstantNs, context.withoutTcp.lastInstantNs);
  const timed = reading.clock !== 'none' && Number.isFinite(firstInstantNs);
  return {
    path,
    kind: reading.kind,
    compression: reading.compression,
    frames: tallies.frames,
    tcpFrames: tallies.tcpFrames,
    connections: sums.connections,
    resets: tracker.tallies.resetFrames,
    vantage: vantageOf(sums),
    firstInstant:
      timed && reading.clock === 'absolute' ? instantText(reading.baseInstantNs, firstInstantNs) : undefined,
    durationMs: timed ? (lastInstantNs - firstInstantNs) / 1e6 : Number.NaN,
    damage: damage.places,
    damageCount: damage.count,
    notes: captureNotes(reading, context, tracker.tallies, sums),
  };
}

/** Four of five handshakes must agree on where the capture was taken. */
function vantageOf({ handshakes, nearOriginator, nearResponder }: InputSums): InputReport['vantage'] {
  if (handshakes === 0) return 'unknown';
  if (nearOriginator >= handshakes * 0.8) return 'originator';
  return nearResponder >= handshakes * 0.8 ? 'responder' : 'unknown';
}
