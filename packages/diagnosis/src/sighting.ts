import type { Endpoint } from '@fivewhys/connections';
import { isUnreachable } from './icmp-names.ts';
import type { ConnectionSubject } from './subject.ts';

/** Which connection it is, between whom and when: what a finding keeps of each of its connections. Instants are nanoseconds since the capture's base. */
export interface Sighting {
  readonly input: number;
  readonly stream: number;
  readonly originator: Endpoint;
  readonly responder: Endpoint;
  readonly firstInstantNs: number;
  readonly lastInstantNs: number;
  /** When it happened: at the RST that decided its fate, else at the first ICMP error that refused a segment, else at its last frame. */
  readonly instantNs: number;
  readonly resetFrames: readonly number[];
}

export function sightingOf({ input, connection, reset }: ConnectionSubject): Sighting {
  const { stream, originator, responder, firstInstantNs, lastInstantNs, resetFrames, icmpErrors } = connection;
  const refusal = icmpErrors.find(({ family, type, code }) => isUnreachable(family, type, code));
  const instantNs = reset?.instantNs ?? refusal?.instantNs ?? lastInstantNs;
  return { input, stream, originator, responder, firstInstantNs, lastInstantNs, instantNs, resetFrames };
}
