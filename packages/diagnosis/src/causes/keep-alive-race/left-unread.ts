import { type Connection, distance, type KeptSegment, type Reset } from '@fivewhys/connections';
import type { Fit, Why } from '@fivewhys/evidence';
import { keepAliveRace as entry, heedClose } from '../../catalogue/keep-alive-race.ts';
import { announcedEnd } from '../../http/announced-end.ts';
import { requestEvidence } from '../../http/lost-request.ts';
import { endpointText } from '../../phrases.ts';
import { abortOf } from '../../reset/abort.ts';
import { shortestTimerNs, whyClosed } from '../../silence/why-closed.ts';
import type { ConnectionSubject } from '../../subject.ts';
import { processEndedAfter } from './process-ended.ts';

/** Payload of the originator that passed the responder's FIN on the way: no answer to it can come any more. */
interface CrossedData {
  readonly reset: Reset;
  readonly fin: KeptSegment;
  /** The first segment that the FIN does not acknowledge, and that does not acknowledge the FIN. */
  readonly data: KeptSegment;
  /** The last payload before both: the responder's, so that the data begins something new. */
  readonly previous: KeptSegment;
}

/**
 * A request crossed the responder's FIN, and its host took it: the program had closed its sending side alone, and left unread what came until it closed for good, which makes a RST of
 * kind C (Envoy's delayed close). No answer can follow a FIN (RFC 9293 section 3.6). Undefined where it is not that; where no RST comes, see http/discarded-request.ts.
 */
export function leftUnread(subject: ConnectionSubject): Fit | undefined {
  const crossed = crossedOf(subject);
  if (crossed === undefined) return undefined;
  const { fin, data, previous } = crossed;
  const silenceNs = fin.instantNs - previous.instantNs;
  // Right behind an answer, what crosses the FIN and is reset may be the rest of the request that was answered.
  if (silenceNs < shortestTimerNs) return undefined;
  return {
    kind: 'fits',
    directness: 'direct',
    symptom: `A request to ${endpointText(subject.connection.responder)} on a reused connection got no answer: its responder had just closed`,
    sentBy: 'responder',
    whys: whysOf(subject, crossed),
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

function whysOf(subject: ConnectionSubject, { reset, fin, data, previous }: CrossedData): Why[] {
  const { connection, input } = subject;
  const taken = connection.segments.find(
    ({ from, acknowledgment }) => from === 'responder' && distance(acknowledgment, data.sequence) > 0,
  );
  return [
    {
      claim: 'The request got no answer but a RST',
      evidence: [
        {
          input,
          frames: [data.frame, ...(taken === undefined ? [] : [taken.frame]), reset.frame],
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
          frames: [fin.frame, reset.frame],
          detail: 'behind its FIN it left unread what came, and closed for good: kind C',
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
    whyClosed(
      {
        closer: 'responder',
        finFrame: fin.frame,
        finInstantNs: fin.instantNs,
        previous,
        previousFrom: 'responder',
        lastDataFrame: previous.frame,
      },
      input,
      announcedEnd(subject, 'responder', fin.frame),
    ),
  ];
}

function crossedOf(subject: ConnectionSubject): CrossedData | undefined {
  const { reset } = subject;
  if (reset?.from !== 'responder' || typeof abortOf(subject, 'responder') === 'string') return undefined;
  return crossedData(subject.connection, reset);
}

function crossedData({ segments }: Connection, reset: Reset): CrossedData | undefined {
  const { finFrame, finSequence } = reset.before.responder;
  const fin = segments.find(({ frame }) => frame === finFrame);
  if (fin === undefined || finSequence === undefined) return undefined;
  const data = segments.find(
    ({ from, payloadBytes, sequence }) =>
      from === 'originator' && payloadBytes > 0 && distance(sequence, fin.acknowledgment) >= 0,
  );
  if (data === undefined || distance(data.acknowledgment, finSequence) > 0) return undefined;
  const first = Math.min(fin.frame, data.frame);
  const previous = segments.findLast(({ frame, payloadBytes }) => payloadBytes > 0 && frame < first);
  return previous?.from === 'responder' ? { reset, fin, data, previous } : undefined;
}
