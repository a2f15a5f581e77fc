import type { KeptSegment, Reset } from '@fivewhys/connections';
import type { ConnectionSubject } from '../subject.ts';

/** The keep-alive probes (seq one below snd_nxt, at most one byte) of a RST's sender that got no answer before it, as far as they were kept. */
export function silentProbes({ connection }: ConnectionSubject, reset: Reset): KeptSegment[] {
  const { nextSequence } = reset.before[reset.from];
  if (nextSequence === undefined) return [];
  const probed = (nextSequence - 1) >>> 0;
  const before = connection.segments.filter(({ frame }) => frame < reset.frame);
  const lastAnswer = before.findLast(({ from }) => from !== reset.from)?.frame ?? 0;
  return before.filter(
    ({ frame, from, flags, sequence, payloadBytes }) =>
      frame > lastAnswer && from === reset.from && (flags & 0x07) === 0 && sequence === probed && payloadBytes <= 1,
  );
}
