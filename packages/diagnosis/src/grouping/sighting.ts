import type { Endpoint } from '@fivewhys/connections';
import { isUnreachable } from '../path/icmp-names.ts';
import type { ConnectionSubject } from '../subject.ts';

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
  /** Of those: with the address of the other end than the RST that decided its fate; undefined when there is none. */
  readonly otherResetFrames?: readonly number[];
}

export function sightingOf(subject: ConnectionSubject): Sighting {
  const { input, connection, reset } = subject;
  const { stream, originator, responder, firstInstantNs, lastInstantNs, resetFrames, icmpErrors } = connection;
  const refusal = icmpErrors.find(({ family, type, code }) => isUnreachable(family, type, code));
  const instantNs = reset?.instantNs ?? refusal?.instantNs ?? lastInstantNs;
  const sighting = { input, stream, originator, responder, firstInstantNs, lastInstantNs, instantNs, resetFrames };
  const otherResetFrames = otherEndsResets(subject);
  return otherResetFrames.length === 0 ? sighting : { ...sighting, otherResetFrames };
}

function otherEndsResets({ connection, reset }: ConnectionSubject): readonly number[] {
  const { resets, resetFrames, opposedResetFrames } = connection;
  if (reset === undefined || opposedResetFrames.length === 0) return [];
  if (reset.from === resets[0]?.from) return opposedResetFrames;
  const opposed = new Set(opposedResetFrames);
  return resetFrames.filter((frame) => !opposed.has(frame));
}
