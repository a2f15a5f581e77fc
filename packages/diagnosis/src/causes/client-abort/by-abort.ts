import type { Connection, Reset } from '@fivewhys/connections';
import type { Fit, LookAlike, Misfit, Why } from '@fivewhys/evidence';
import { clientAbort as entry } from '../../catalogue/client-abort.ts';
import { exchangeBefore, type Progress } from '../../http/exchange.ts';
import { messageText, progressText, requestLine } from '../../http/message-text.ts';
import { duration, endpointText } from '../../phrases.ts';
import type { Abort } from '../../reset/abort.ts';
import { notOnTheWay, whysOfAbort } from '../../reset/abort-whys.ts';
import { sentAfter } from '../../reset/sent-after.ts';
import type { ConnectionSubject } from '../../subject.ts';
import { endedInstead } from './ended-instead.ts';
import { idleNs } from './idle-ns.ts';
import { nextSteps } from './next-steps.ts';

/** What the originator was about when it aborted. */
interface Moment {
  readonly phase: 'waiting' | 'receiving' | 'idle';
  /** From the last payload to the RST; undefined when that payload was not kept, and only its frame is known. */
  readonly quietNs: number | undefined;
  readonly lastFrame: number;
  readonly request: Progress | undefined;
  /** The answer, where its own length shows that it was cut. */
  readonly cut: Progress | undefined;
}

/** A kind C RST: a live socket of the originator was aborted while it waited, while it received, or when nothing was said any more. */
export function byAbort(subject: ConnectionSubject, abort: Abort): Fit | Misfit {
  const { connection } = subject;
  const { reset, lastOwn } = abort;
  const moment = momentOf(connection, abort);
  if (moment === undefined)
    return { kind: 'excluded', because: 'no payload of the connection came before the RST in the capture' };
  const isShown = moment.phase === 'waiting' || moment.cut !== undefined || wasSending(connection, reset);
  return {
    kind: 'fits',
    directness: isShown ? 'direct' : 'indirect',
    symptom: symptomOf(moment, endpointText(connection.responder)),
    sentBy: 'originator',
    whys: [...whysOfAbort(subject, abort), rootOf(moment, abort, subject.input)],
    lookAlikes: [
      harmlessInstead(moment),
      {
        cause: 'keepalive-dead',
        excluded: true,
        because: 'no keep-alive probes of the originator went unanswered before',
      },
      endedInstead(),
      ...notOnTheWay(abort),
    ],
    notes: [],
    next: nextSteps(subject),
    // Behind an answer, or a silence, nothing shows that the originator waited: longer time-outs may have no part in it.
    remedies: isShown ? entry.remedies : [],
    group: stories[moment.phase],
    measures: [
      ...(lastOwn === undefined
        ? []
        : [
            {
              name: "seconds from the originator's last payload to its RST",
              value: (reset.instantNs - lastOwn.instantNs) / 1e9,
            },
          ]),
      { name: 'bytes of the responder before the RST', value: reset.before.responder.payloadBytes },
    ],
  };
}

function momentOf(
  connection: Connection,
  { reset, lastOwn, lastOther, lastWordOf, quietNs }: Abort,
): Moment | undefined {
  if (lastWordOf === undefined) return undefined;
  const { request, response } = exchangeBefore(connection, reset);
  const last = lastWordOf === 'originator' ? lastOwn : lastOther;
  return {
    phase: lastWordOf === 'originator' ? 'waiting' : (quietNs ?? 0) < idleNs ? 'receiving' : 'idle',
    quietNs,
    lastFrame: last?.frame ?? reset.before[lastWordOf].lastDataFrame ?? reset.frame,
    request,
    cut: response?.isComplete === false ? response : undefined,
  };
}

const stories: Readonly<Record<Moment['phase'], string>> = {
  waiting: 'The originator gave up a request before any of its answer came',
  receiving: 'The originator aborted a connection while, or right after, its answer came in',
  idle: 'The originator dropped a silent connection with a RST',
};

function symptomOf({ phase, quietNs, request, cut }: Moment, target: string): string {
  switch (phase) {
    case 'waiting':
      return `The originator gave up ${request === undefined ? 'a request' : requestLine(request.message)} to ${target} before any of its answer came`;
    case 'receiving':
      if (quietNs === undefined)
        return `The originator aborted a connection to ${target} while, or after, its answer came in`;
      return cut === undefined
        ? `The originator aborted a connection to ${target} while, or right after, its answer came in`
        : `The originator aborted a connection to ${target} in the middle of its answer`;
    case 'idle':
      return `The originator dropped a silent connection to ${target} with a RST`;
  }
}

function rootOf({ phase, quietNs, lastFrame, cut }: Moment, { reset, unansweredBecause }: Abort, input: number): Why {
  const frames = [...new Set([lastFrame, reset.frame])];
  switch (phase) {
    case 'waiting':
      return {
        claim: `Its program gave up waiting${quietNs === undefined ? '' : `, ${duration(quietNs)} after it had sent the last of its request`}`,
        evidence: [
          {
            input,
            frames,
            detail: `no payload of the responder came after frame ${lastFrame}; ${reset.before.responder.highestAcknowledgment === reset.sequence ? 'its host had acknowledged all of the request' : 'its host had not acknowledged all of the request'}`,
          },
        ],
      };
    case 'receiving':
      return {
        claim:
          cut === undefined
            ? `Its program closed while the answer was coming in, or ${quietNs === undefined ? 'after' : 'right behind'} it`
            : 'Its program closed in the middle of the answer',
        evidence: [
          {
            input,
            frames,
            detail: `the last of the answer came ${quietNs === undefined ? `in frame ${lastFrame}, too far back to tell how long before` : `${duration(quietNs)} before`}; ${unansweredBecause}`,
          },
        ],
      };
    case 'idle':
      return {
        claim: `Its program dropped a connection on which nothing had been said for ${duration(quietNs ?? 0)}`,
        evidence: [{ input, frames, detail: `the last payload was the responder's, frame ${lastFrame}` }],
      };
  }
}

function harmlessInstead({ phase, cut }: Moment): LookAlike {
  const cause = 'harmless';
  if (phase === 'waiting') return { cause, excluded: true, because: 'the request had got no answer' };
  if (cut !== undefined) {
    return { cause, excluded: true, because: `the answer ${messageText(cut.message)}: ${progressText(cut)}` };
  }
  return {
    cause,
    excluded: false,
    because: 'if what had come was the whole answer, nothing was lost: TCP does not know where an answer ends',
  };
}

/** The RST came in the middle of what the responder was sending: its host had not got all of that, or more of it came afterwards. */
function wasSending(connection: Connection, reset: Reset): boolean {
  const { nextSequence } = reset.before.responder;
  if (nextSequence === undefined || reset.acknowledgment !== nextSequence) return true;
  return sentAfter(connection, reset.frame, 'responder').some(({ payloadBytes }) => payloadBytes > 0);
}
