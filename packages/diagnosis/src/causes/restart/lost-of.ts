import type { Reset, ResetNote } from '@fivewhys/connections';
import type { Misfit } from '@fivewhys/evidence';
import { duration, kindText } from '../../phrases.ts';
import { livedOn } from '../../reset/lived-on.ts';
import { unprovoked } from '../../reset/unprovoked.ts';
import { type ConnectionSubject, isAnother } from '../../subject.ts';

/** Connections that were open over a restart notice it when each is used again: what lies farther apart is another event. */
const oneEventNs = 120e9;

/** A host whose socket spoke this short a time ago has not begun anew since. */
const shortestAbsenceNs = 0.2e9;

/** What shows that a responder lost its connections. */
export interface Lost {
  /** Other connections to the same port that were reset alike, about the same time. */
  readonly together: readonly ResetNote[];
  /** SYNs to the same port that were refused meanwhile. */
  readonly refused: readonly ResetNote[];
  /** From the responder's last own packet to the RST. */
  readonly absentNs: number;
}

/** What shows that the responder had lost the connection when it sent the RST, or why it had not. */
export function lostOf(subject: ConnectionSubject, reset: Reset): Lost | Misfit {
  const { connection } = subject;
  if (reset.kind !== 'A') {
    return {
      kind: 'excluded',
      because: `the RST is of ${kindText(reset.kind)}: it came from a live socket, not from a host without one`,
    };
  }
  if (reset.effect !== 'accepted' && reset.effect !== 'unknown') {
    return { kind: 'excluded', because: 'the RST was not acted on' };
  }
  if (reset.before.responder.finFrame !== undefined) {
    return { kind: 'excluded', because: 'the responder had closed the connection by a FIN before' };
  }
  const { lastInstantNs, segments } = reset.before.responder;
  if (connection.oddAcks > 0 || segments === 0 || lastInstantNs === undefined) {
    return {
      kind: 'excluded',
      because: 'the capture does not show that the responder ever held the connection',
      untold: connection.handshake.synFrame === undefined,
    };
  }
  const lived = livedOn(connection, reset);
  if (lived !== undefined) return { kind: 'excluded', because: `${lived.because}: it had not lost the connection` };
  const nothing = unprovoked(connection, reset);
  if (nothing !== undefined) {
    return {
      kind: 'excluded',
      because: `${nothing.because}; a host without the connection sends a RST only for a segment that comes`,
    };
  }
  const absentNs = reset.instantNs - lastInstantNs;
  if (absentNs < shortestAbsenceNs) {
    return {
      kind: 'excluded',
      because: `the responder's own packets came until ${duration(absentNs)} before the RST: it had the connection then`,
    };
  }
  return {
    together: togetherWith(subject, reset),
    refused: refusedBetween(subject, lastInstantNs, reset.instantNs),
    absentNs,
  };
}

/** Other connections to the same port that lost their state about the same time. */
function togetherWith(subject: ConnectionSubject, reset: Reset): ResetNote[] {
  const { connection, surroundings } = subject;
  return surroundings
    .resetsOf(connection.responder.key)
    .filter(
      (note) =>
        isAnother(subject, note.stream) &&
        note.kind === 'A' &&
        note.from === 'responder' &&
        !note.afterFin &&
        note.service === connection.responder.port &&
        note.ttl === reset.ttl &&
        Math.abs(note.instantNs - reset.instantNs) <= oneEventNs,
    );
}

function refusedBetween({ connection, surroundings }: ConnectionSubject, fromNs: number, toNs: number): ResetNote[] {
  return surroundings
    .resetsOf(connection.responder.key)
    .filter(
      ({ kind, service, instantNs }) =>
        kind === 'B' && service === connection.responder.port && instantNs > fromNs && instantNs < toNs,
    );
}
