import { type CrossedData, distance, readCrossedData, readCrossedRequest } from '@fivewhys/connections';
import type { Fit } from '@fivewhys/evidence';
import { keepAliveRace as entry, heedClose } from '../../catalogue/keep-alive-race.ts';
import { requestEvidence } from '../../http/lost-request.ts';
import { duration, endpointText } from '../../phrases.ts';
import { abortOf } from '../../reset/abort.ts';
import type { ConnectionSubject } from '../../subject.ts';
import { processEndedAfter } from './process-ended.ts';

/** From this silence on, a FIN is taken for a timer's. */
const shortestTimerNs = 0.9e9;

/**
 * A request crossed the responder's FIN, and its host took it: the program had closed its sending side alone, and reads on for a while to drop what comes (lingering close: Apache, nginx after
 * an error), or leaves it unread until it closes for good, which makes a RST of kind C (Envoy's delayed close). No answer can follow a FIN (RFC 9293 section 3.6). Undefined where it is not that.
 */
export function takenAndDropped(subject: ConnectionSubject): Fit | undefined {
  const { connection, input, reset } = subject;
  const crossed = crossedOf(subject);
  if (crossed === undefined) return undefined;
  const { fin, data, previous } = crossed;
  const silenceNs = fin.instantNs - previous.instantNs;
  const isIdle = silenceNs >= shortestTimerNs;
  // Right behind an answer, what crosses the FIN and is reset may be the rest of the request that was answered.
  if (!isIdle && reset !== undefined) return undefined;
  const taken = connection.segments.find(
    ({ from, acknowledgment }) => from === 'responder' && distance(acknowledgment, data.sequence) > 0,
  );
  const { responder } = connection;
  return {
    kind: 'fits',
    directness: 'direct',
    symptom: `A request to ${endpointText(responder)} on a reused connection got no answer: its responder had just closed`,
    sentBy: 'responder',
    whys: [
      {
        claim: `The request got no answer${reset === undefined ? '; the connection was closed' : ' but a RST'}`,
        evidence: [
          {
            input,
            frames: [
              data.frame,
              ...(taken === undefined ? [] : [taken.frame]),
              ...(reset === undefined ? [] : [reset.frame]),
            ],
            detail: `${data.payloadBytes} bytes from seq ${data.sequence}; the responder's host acknowledged them, and no payload of it followed`,
          },
          ...requestEvidence(subject, data.frame),
        ],
      },
      {
        claim: "None could come: the responder's FIN had ended what it sends",
        evidence: [
          {
            input,
            frames: [fin.frame, ...(reset === undefined ? [] : [reset.frame])],
            detail:
              reset === undefined
                ? 'behind its FIN it took what came, and dropped it'
                : 'behind its FIN it left unread what came, and closed for good: kind C',
          },
        ],
      },
      {
        claim: 'The request and the FIN passed each other on the way: neither end had seen what the other sent',
        evidence: [
          {
            input,
            frames: [fin.frame, data.frame].sort((a, b) => a - b),
            detail: `ack ${data.acknowledgment} of the request does not cover the FIN, and ack ${fin.acknowledgment} of the FIN not the request, which begins at ${data.sequence}`,
          },
        ],
      },
      {
        claim: isIdle
          ? `The responder closed the connection after ${duration(silenceNs)} without a word, as an idle timeout does, just when the other end used it again`
          : 'The responder closed right after its response, not after a time of idleness: a limit of requests per connection, "Connection: close", or a reload',
        evidence: [
          {
            input,
            frames: [previous.frame, fin.frame],
            detail: `the FIN came ${duration(silenceNs)} after the last payload (frame ${previous.frame})`,
          },
        ],
      },
    ],
    lookAlikes: [
      {
        cause: 'late-data',
        excluded: true,
        because: `ack ${data.acknowledgment} of frame ${data.frame} does not cover the FIN: it had not been seen`,
      },
      {
        cause: 'unread-data',
        excluded: true,
        because: 'what was left unread is the request that crossed the FIN: the responder had closed before it came',
      },
      processEndedAfter(subject, 'responder', fin.instantNs),
    ],
    notes: [
      'The program of the originator sees an early end of the connection ("upstream prematurely closed connection", "socket hang up", "empty reply", 502).',
    ],
    next: [],
    remedies: entry.remedies.filter((remedy) => remedy !== heedClose),
    group: 'A request on a reused connection got no answer: its responder had just closed',
    measures: [{ name: "seconds of silence before the responder's FIN", value: silenceNs / 1e9 }],
  };
}

function crossedOf(subject: ConnectionSubject): CrossedData | undefined {
  const { connection, reset } = subject;
  if (reset === undefined) return readCrossedRequest(connection);
  const isAbort = reset.from === 'responder' && typeof abortOf(subject, 'responder') !== 'string';
  return isAbort && reset.before.responder.finFrame !== undefined ? readCrossedData(connection) : undefined;
}
