import type { ConnectionSubject } from '../subject.ts';
import { otherSide } from '../subject.ts';
import { longSilenceNs } from './long-silence.ts';
import { type Gap, silenceBefore } from './silence-before.ts';

/** The silence that the packet ended which a RST answers, where it may have been too long for a table of connections. */
export function forgottenBefore({ connection, surroundings, reset }: ConnectionSubject): Gap | undefined {
  if (reset === undefined) return undefined;
  const { key, port } = connection.responder;
  const lived = typeof port === 'number' ? surroundings.lived(key, port) : undefined;
  const gap = silenceBefore(connection, reset.frame, otherSide(reset.from));
  if (gap === undefined || gap.silenceNs < longSilenceNs || (lived?.silenceNs ?? 0) >= gap.silenceNs) return undefined;
  return gap;
}
