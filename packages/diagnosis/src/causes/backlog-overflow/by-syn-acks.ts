import type { readSilence } from '@fivewhys/connections';
import type { Fit, Misfit } from '@fivewhys/evidence';
import { backlogOverflow as entry } from '../../catalogue/backlog-overflow.ts';
import { remediesHere } from '../../commands/remedies-here.ts';
import { duration, endpointText, plural } from '../../phrases.ts';
import type { ConnectionSubject } from '../../subject.ts';
import { nextSteps } from './next-steps.ts';

/** The SYN-ACK came again although its ACK, and data, had been sent: the kernel left them aside. */
export function bySynAcks(
  { connection, input }: ConnectionSubject,
  { synAcks, between }: Extract<ReturnType<typeof readSilence>, { kind: 'repeated-syn-ack' }>,
): Fit | Misfit {
  const data = between.filter(({ payloadBytes }) => payloadBytes > 0);
  const [first] = synAcks;
  const lastAgain = synAcks.at(-1);
  const begun = data[0];
  if (first === undefined || lastAgain === undefined || begun === undefined) {
    return { kind: 'excluded', because: 'the SYN-ACK was not repeated after data' };
  }
  const target = endpointText(connection.responder);
  const at = synAcks.map(({ instantNs }) => ((instantNs - first.instantNs) / 1e9).toFixed(1)).join(', ');
  const later = connection.segments.find(
    ({ frame, from, flags, acknowledgment }) =>
      from === 'responder' &&
      frame > begun.frame &&
      (flags & 0x06) === 0 &&
      ((acknowledgment - begun.sequence) | 0) > 0,
  );
  return {
    kind: 'fits',
    directness: 'direct',
    symptom:
      later === undefined
        ? `Connections to ${target} seemed open to the originator, but the responder never took them`
        : `Connections to ${target} were taken by the responder only after ${duration(later.instantNs - begun.instantNs)}`,
    sentBy: 'unknown',
    whys: [
      {
        claim: `The responder repeated its SYN-ACK although the originator had acknowledged it and sent data`,
        evidence: [
          { input, frames: synAcks.map(({ frame }) => frame), detail: `SYN-ACK seq ${first.sequence} after ${at} s` },
          {
            input,
            frames: between.map(({ frame }) => frame),
            detail: `${plural(between.length, 'segment')} of the originator in between, ${data.length} with data`,
          },
        ],
      },
      {
        claim:
          later === undefined
            ? 'The data was never acknowledged: to the responder the connection was not open'
            : `The data was acknowledged only ${duration(later.instantNs - begun.instantNs)} after it was first sent`,
        evidence: [
          {
            input,
            frames: [...data.map(({ frame }) => frame), ...(later === undefined ? [] : [later.frame])],
            detail: `seq ${begun.sequence}, sent ${plural(data.length, 'time')} before the last SYN-ACK`,
          },
        ],
      },
      {
        claim: `The queue of connections that the program on port ${connection.responder.port} has not accepted yet is full, so the kernel leaves the ACK aside and asks again`,
        evidence: [
          {
            input,
            frames: [lastAgain.frame],
            detail: 'a SYN-ACK after data is what a full queue makes (net.ipv4.tcp_abort_on_overflow=0)',
          },
        ],
      },
    ],
    lookAlikes: [
      {
        cause: 'firewall-drop',
        excluded: false,
        because:
          'something between the vantage and the responder that lets the SYN pass and drops what follows makes the same; only a capture on the responder, or its ListenOverflows, tells',
      },
      { cause: 'anycast-shift', excluded: true, because: 'the second machine would answer by a RST; none came' },
      { cause: 'closed-port', excluded: true, because: 'the SYN was answered by a SYN-ACK' },
    ],
    notes: [
      'A listener that defers its accept (TCP_DEFER_ACCEPT) repeats the SYN-ACK, too, but only as long as no data comes.',
    ],
    next: nextSteps(connection.responder.ip, connection.responder.port),
    remedies: remediesHere(entry, connection),
    group:
      later === undefined
        ? 'Connections seemed open to the originator, but the responder never took them'
        : 'Connections were taken by the responder late',
    apart: target,
    measures: [
      { name: 'SYN-ACKs sent', value: synAcks.length },
      { name: 'seconds from the first data to the last SYN-ACK', value: (lastAgain.instantNs - begun.instantNs) / 1e9 },
    ],
  };
}
