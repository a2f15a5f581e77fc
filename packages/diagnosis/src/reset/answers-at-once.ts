import type { Connection, Reset } from '@fivewhys/connections';

/** A host answers a segment as it comes (tcp_v4_send_reset), so only the way to it and back lies between; what comes later is of its own accord. */
const atOnceNs = 1e9;

/** Whether a RST came at once behind the segment that it has the shape of an answer to; undefined where that was not kept. */
export function answersAtOnce({ segments }: Connection, reset: Reset): boolean | undefined {
  const answered = segments.find(({ frame }) => frame === reset.provokedBy);
  return answered === undefined ? undefined : reset.instantNs - answered.instantNs <= atOnceNs;
}
