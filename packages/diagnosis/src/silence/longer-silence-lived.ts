import type { Connection, LivedSilence, Surroundings } from '@fivewhys/connections';

/** A silence that another connection to the same port, or this one earlier, outlived although it was longer: then no timer explains a shorter one. */
export function longerSilenceLived(
  { responder }: Connection,
  surroundings: Surroundings,
  silenceNs: number,
): LivedSilence | undefined {
  const lived = typeof responder.port === 'number' ? surroundings.lived(responder.key, responder.port) : undefined;
  return lived !== undefined && lived.silenceNs >= silenceNs ? lived : undefined;
}
