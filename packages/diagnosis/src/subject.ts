import type { Connection, Reset, Side, Surroundings } from '@fivewhys/connections';
import type { SeenElsewhere } from './vantages/elsewhere.ts';

/** What the causes weigh: one connection that looks wrong, and what the rest of its capture says. */
export interface ConnectionSubject {
  /** Index of the capture among the inputs. */
  readonly input: number;
  readonly connection: Connection;
  readonly surroundings: Surroundings;
  /** The RST that decided the connection's fate: the first that was acted on, else the first that may have been, else the first. */
  readonly reset: Reset | undefined;
  /** What captures at other places show of it; undefined where there are none. */
  readonly elsewhere?: SeenElsewhere | undefined;
}

export function subjectOf(
  input: number,
  connection: Connection,
  surroundings: Surroundings,
  elsewhere?: SeenElsewhere,
): ConnectionSubject {
  const { resets } = connection;
  const reset =
    resets.find(({ effect }) => effect === 'accepted') ??
    resets.find(({ effect }) => effect === 'unknown') ??
    resets[0];
  return { input, connection, surroundings, reset, elsewhere };
}

/** Whether a stream of the capture is another connection than the subject: neither itself nor its other side of a translation. */
export function isAnother({ connection, elsewhere }: ConnectionSubject, stream: number): boolean {
  return stream !== connection.stream && elsewhere?.isOf(stream) !== true;
}

/** The end across from one. */
export function otherSide(side: Side): Side {
  return side === 'originator' ? 'responder' : 'originator';
}
