import { distance, readUnansweredRequest } from '@fivewhys/connections';
import type { Fit, LookAlike } from '@fivewhys/evidence';
import { clientAbort as entry } from '../../catalogue/client-abort.ts';
import { requestLine } from '../../http/message-text.ts';
import { leastSuspectBytes } from '../../path/least-suspect-bytes.ts';
import { duration, endpointText, plural } from '../../phrases.ts';
import type { ConnectionSubject } from '../../subject.ts';
import { endedInstead } from './ended-instead.ts';
import { nextSteps } from './next-steps.ts';

/** Its program closed without a RST, because nothing came. Why nothing came, the originator's side does not show. */
export function byPatience(subject: ConnectionSubject): Fit | undefined {
  const { connection, input } = subject;
  const unanswered = readUnansweredRequest(connection);
  if (unanswered === undefined) return undefined;
  const { request, finFrame, waitedNs } = unanswered;
  const { originator, responder } = connection;
  const target = endpointText(responder);
  const end = connection.half.originator.finSequence ?? request.sequence;
  const acknowledgment = connection.segments.find(
    (segment) => segment.from === 'responder' && distance(segment.acknowledgment, end) >= 0,
  );
  return {
    kind: 'fits',
    directness: 'indirect',
    symptom: `The originator waited ${duration(waitedNs)} for an answer of ${target}, and closed without one`,
    sentBy: 'originator',
    whys: [
      {
        claim: `${requestLine(request)} had no answer when the originator closed`,
        evidence: [
          {
            input,
            frames: [request.frame, finFrame],
            detail: `no payload of the responder came after the request; the FIN came ${duration(waitedNs)} after it`,
          },
        ],
      },
      {
        claim: "The responder's host had got the whole request: it acknowledged it",
        evidence: [
          {
            input,
            frames: [request.frame, ...(acknowledgment === undefined ? [] : [acknowledgment.frame])],
            detail: `it acknowledged all from seq ${request.sequence} up to ${end}, the originator's FIN`,
          },
        ],
      },
      {
        claim: 'Its program gave up waiting: the answer was not made in time, or did not come through',
        evidence: [
          { input, frames: [finFrame], detail: 'it closed with a FIN, as a program does when its time-out is over' },
        ],
      },
    ],
    lookAlikes: [answerTooLarge(subject), endedInstead(), silenced()],
    notes: [],
    next: [
      {
        why: `on ${responder.ip}, while it happens: an answer that leaves there again and again and is not acknowledged is lost on its way, and no answer is the program's own delay`,
        command: `tcpdump -ni any -s 128 -w responder.pcap 'host ${originator.ip} and port ${responder.port}'`,
      },
      ...nextSteps(subject),
    ],
    remedies: entry.remedies,
    group: 'The originator waited for an answer in vain, and closed',
    measures: [{ name: "seconds from the request to the originator's FIN", value: waitedNs / 1e9 }],
  };
}

/** What came of the responder tells how large segments are that come through. */
function answerTooLarge({ connection }: ConnectionSubject): LookAlike {
  const largest = connection.segments
    .filter(({ from, payloadBytes }) => from === 'responder' && payloadBytes > 0)
    .toSorted((a, b) => b.payloadBytes - a.payloadBytes)[0];
  const isPassed = largest !== undefined && largest.payloadBytes >= leastSuspectBytes;
  return {
    cause: 'path-mtu-black-hole',
    excluded: isPassed,
    because: isPassed
      ? `a segment of ${plural(largest.payloadBytes, 'byte')} of the responder came through before (frame ${largest.frame})`
      : `only small segments of the responder came through${largest === undefined ? ', without payload' : ` (at most ${plural(largest.payloadBytes, 'byte')}, frame ${largest.frame})`}: a large answer may have been lost on its way`,
  };
}

function silenced(): LookAlike {
  return {
    cause: 'firewall-drop',
    excluded: false,
    because: 'something on the way may drop what carries the answer, and let acknowledgments through',
  };
}
