import type { Connection } from '@fivewhys/connections';

/** Between whom and when one of a finding's connections was: what findings are joined by. */
export interface Trace {
  readonly input: number;
  /** Undefined for what is about many connections. */
  readonly stream: number | undefined;
  /** Addresses. */
  readonly originator: string;
  readonly responder: string;
  readonly responderPort: number | string;
  /** Nanoseconds since the base of the input. */
  readonly firstInstantNs: number;
  readonly lastInstantNs: number;
}

export function traceOf(input: number, connection: Connection): Trace {
  const { stream, originator, responder, firstInstantNs, lastInstantNs } = connection;
  return {
    input,
    stream,
    originator: originator.ip,
    responder: responder.ip,
    responderPort: responder.port,
    firstInstantNs,
    lastInstantNs,
  };
}
