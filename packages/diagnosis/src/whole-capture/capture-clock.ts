import { formatInstant } from '@fivewhys/evidence';
import type { TimeSpan } from '../texts/time-span.ts';

/** What is known of the times of one capture. */
export interface CaptureClock {
  /** Nanoseconds since 1970-01-01T00:00:00Z at which its instants begin; undefined when its times have no date. */
  readonly baseInstantNs: bigint | undefined;
  /** Its first and last instant, in nanoseconds since that. */
  readonly firstInstantNs: number;
  readonly lastInstantNs: number;
}

/** The clocks of the captures, by input; without those that have no times at all. */
export type CaptureClocks = ReadonlyMap<number, CaptureClock>;

/** A moment of a capture in ISO 8601. @param offsetNs nanoseconds since the capture's base */
export function instantText(baseInstantNs: bigint, offsetNs: number): string {
  return formatInstant(baseInstantNs + BigInt(Math.round(offsetNs)));
}

/** When captures with connections were taken; those without a date are left out. */
export function capturedSpans(clocks: CaptureClocks): TimeSpan[] {
  return [...clocks.values()].flatMap(({ baseInstantNs: base, firstInstantNs, lastInstantNs }) => {
    if (base === undefined || !Number.isFinite(firstInstantNs)) return [];
    const at = (instantNs: number) => base + BigInt(Math.round(instantNs));
    return [{ fromNs: at(firstInstantNs), toNs: at(lastInstantNs) }];
  });
}
