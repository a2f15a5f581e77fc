import type { Reset } from '@fivewhys/connections';
import type { Fit } from '@fivewhys/evidence';
import { restart as entry } from '../../catalogue/restart.ts';
import { duration, endpointText, plural } from '../../phrases.ts';
import type { ConnectionSubject } from '../../subject.ts';
import { nextSteps } from './next-steps.ts';

/** A SYN that was refused although the port accepts connections before and after. */
export function byRefusal(subject: ConnectionSubject, reset: Reset) {
  const { connection, surroundings, input } = subject;
  const { key, port } = connection.responder;
  const service = typeof port === 'number' ? surroundings.service(key, port) : undefined;
  if (
    connection.ending !== 'rejected' ||
    reset.effect !== 'accepted' ||
    service === undefined ||
    service.firstInstantNs > reset.instantNs ||
    service.lastInstantNs < reset.instantNs
  ) {
    return {
      kind: 'excluded' as const,
      because: 'the port did not accept connections both before and after the refusal',
    };
  }
  const target = endpointText(connection.responder);
  const lost = surroundings
    .resetsOf(key)
    .filter((note) => note.kind === 'A' && !note.afterFin && note.from === 'responder' && note.service === port);
  const aborted = surroundings
    .resetsOf(key)
    .filter(
      (note) =>
        note.kind === 'C' && note.from === 'responder' && note.service === port && note.instantNs < reset.instantNs,
    );
  const others = [...aborted, ...lost];
  return {
    kind: 'fits',
    directness: 'direct',
    symptom: `Connection attempts to ${target} were refused for a while, and accepted before and after`,
    sentBy: 'responder',
    whys: [
      {
        claim: 'The attempt was refused: at that moment nobody listened on the port',
        evidence: [
          {
            input,
            frames: [reset.provokedBy ?? connection.firstFrame, reset.frame],
            detail: `kind B: ${reset.provokedBecause}`,
          },
        ],
      },
      {
        claim: 'The service was between two lives: it was stopped or had crashed, and came back',
        evidence: [
          {
            input,
            frames: [reset.frame],
            detail: `${plural(service.accepted, 'connection')} to the port accepted in the capture, the first ${duration(reset.instantNs - service.firstInstantNs)} before, the last ${duration(service.lastInstantNs - reset.instantNs)} after`,
          },
          ...(others.length === 0
            ? []
            : [
                {
                  input,
                  frames: others.map(({ frame }) => frame),
                  detail: `${plural(others.length, 'connection')} of the port ${others.length === 1 ? 'was' : 'were'} reset besides, as it lost them`,
                },
              ]),
        ],
      },
    ],
    lookAlikes: [
      {
        cause: 'closed-port',
        excluded: true,
        because: `the port accepted connections before and after: it was closed only for a while`,
      },
      {
        cause: 'firewall-reject',
        excluded: false,
        because: `a REJECT rule on ${connection.responder.ip} that was there for a while makes the same packets`,
      },
      {
        cause: 'process-killed',
        excluded: aborted.length === 0,
        because:
          aborted.length === 0
            ? 'no connection of the port was aborted before'
            : 'connections of the port were aborted before: its process may have been killed',
      },
    ],
    notes: [],
    next: nextSteps(subject),
    remedies: entry.remedies,
    group: 'Connection attempts were refused for a while, and accepted before and after',
    apart: target,
    measures: [
      {
        name: 'seconds from the first accepted connection to the refusal',
        value: (reset.instantNs - service.firstInstantNs) / 1e9,
      },
    ],
  } satisfies Fit;
}
