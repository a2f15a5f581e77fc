import type { Cause, LookAlike, Why } from '@fivewhys/evidence';
import { otherPort, readOn } from '../catalogue/unread-data.ts';
import { type Exchange, exchangeBefore } from '../http/exchange.ts';
import { messageText } from '../http/message-text.ts';
import { isReadWhole } from '../http/read-whole.ts';
import { count, duration, endpointText, framesText, plural } from '../phrases.ts';
import { type Abort, abortOf, refusedAfter } from '../reset/abort.ts';
import { nextStepsOfAbort, notOfKindA, notOnTheWay, whysOfAbort } from '../reset/abort-whys.ts';
import { httpToSsh } from '../ssh/http-to-ssh.ts';
import type { ConnectionSubject } from '../subject.ts';

/** A response this short before the RST was the program's last word: it closed right after it. */
const lastWordNs = 100e6;
/** After this silence the program may well have read what came, and the RST has another reason. */
const promptNs = 1e9;
/** More than one full segment: a request whose end need not have been read for its answer. */
const longRequestBytes = 1500;

/**
 * A socket was closed with data unread.
 *
 * Seen: bytes reached the responder's host and were acknowledged, got no answer (or one that came right before), and then the responder sends a kind C RST.
 *
 * Implies: a socket that is closed with bytes in its receive queue is reset, so that the sender learns that they were lost (RFC 2525 section 2.17; RFC 9293 section 3.6.1; __tcp_close,
 * TCP_ABORT_ON_CLOSE). A program that refuses an upload, or closes after an error without reading to the end, does that.
 *
 * Alike: `linger-zero`, `application-abort` (the program had read the bytes, and aborted on purpose); `process-killed` (the kernel closed for it).
 *
 * Settles it: TCPAbortOnClose on the responder, or the kernel's reason TCP_ABORT_ON_CLOSE. Packets alone don't: the kernel acknowledges what the program has not read.
 *
 * Shown by: captures/unread-data-abort.pcap, captures/unread-data-413.pcap.
 */
export const unreadData: Cause<ConnectionSubject> = {
  id: 'unread-data',
  title: 'a socket was closed with data unread',
  weigh(subject) {
    const { connection } = subject;
    const abort = abortOf(subject, 'responder');
    if (typeof abort === 'string') return { kind: 'excluded', because: abort };
    const unread = wrongProtocolOf(subject, abort) ?? unreadOf(abort, exchangeBefore(connection, abort.reset));
    if (typeof unread === 'string') return { kind: 'excluded', because: unread };
    const prompt = abort.quietNs !== undefined && abort.quietNs <= promptNs;
    return {
      kind: 'fits',
      directness: prompt ? 'direct' : 'indirect',
      symptom: symptomOf(endpointText(connection.responder), unread),
      sentBy: 'responder',
      whys: [...whysOfAbort(subject, abort), whyOf(subject, abort, unread)],
      lookAlikes: lookAlikesOf(subject, abort, prompt, unread),
      notes: [
        "The acknowledgments don't mean that the program had read the bytes: the kernel acknowledges what lies in its queue.",
      ],
      next: nextStepsOfAbort(subject, abort),
      remedies: [unread.isOtherProtocol === true ? otherPort : readOn],
      group: symptomOf('The responder', unread),
      measures: [
        {
          name:
            unread.earlyStatus === undefined
              ? 'bytes acknowledged and not answered'
              : 'bytes of body sent before the RST',
          value: unread.bytes,
        },
        ...(abort.quietNs === undefined
          ? []
          : [{ name: 'milliseconds from the last payload to the RST', value: abort.quietNs / 1e6 }]),
      ],
    };
  },
};

interface Unread {
  readonly bytes: number;
  readonly because: string;
  readonly afterAnswer: boolean;
  /** HTTP for a server that speaks SSH. */
  readonly isOtherProtocol?: boolean;
  /** Status of an answer that came before the request was whole. */
  readonly earlyStatus?: number;
}

function symptomOf(target: string, { afterAnswer, earlyStatus, isOtherProtocol }: Unread): string {
  if (isOtherProtocol === true) return `${target} speaks SSH, was sent a request in HTTP, and reset the connection`;
  if (earlyStatus !== undefined)
    return `${target} answered ${earlyStatus} before the request was whole, and reset the connection`;
  return afterAnswer
    ? `${target} reset a connection right after its answer, perhaps without having read all of the request`
    : `${target} reset a connection instead of answering what had been sent to it`;
}

/** A server that got another protocol than its own has no reason to read on. */
function wrongProtocolOf({ connection }: ConnectionSubject, { reset }: Abort): Unread | undefined {
  const wrong = httpToSsh(connection);
  if (wrong === undefined || wrong.banner.frame >= reset.frame) return undefined;
  const { request, banner } = wrong;
  return {
    bytes: reset.before.originator.payloadBytes,
    because: `${messageText(request)} is HTTP, and the responder speaks SSH ("${banner.text}", frame ${banner.frame}): it reads the first line, which is no SSH (RFC 4253 section 4.2), and closes`,
    afterAnswer: true,
    isOtherProtocol: true,
  };
}

/** An answer to a request whose body was still coming: its Content-Length had not been reached. */
function earlyAnswerOf({ request, response, isAnswered }: Exchange, { reset }: Abort): Unread | undefined {
  if (request?.isComplete !== false || response === undefined || isAnswered !== true) return undefined;
  const { message, sentBodyBytes = 0 } = request;
  const { status } = response.message;
  return {
    bytes: sentBodyBytes,
    because: `${messageText(message)} announces ${count(message.contentLength ?? 0)} bytes of body; ${count(sentBodyBytes)} had been sent when the RST came, ${duration(reset.instantNs - response.message.instantNs)} after the answer ${messageText(response.message)}`,
    afterAnswer: true,
    ...(status === undefined ? {} : { earlyStatus: status }),
  };
}

function unreadOf(abort: Abort, exchange: Exchange): Unread | string {
  const { unansweredBytes, unansweredBecause, lastOwn, reset } = abort;
  const early = earlyAnswerOf(exchange, abort);
  if (early !== undefined) return early;
  if (unansweredBytes !== undefined && unansweredBytes > 0) {
    return { bytes: unansweredBytes, because: unansweredBecause, afterAnswer: false };
  }
  if (unansweredBytes === 0 && isReadWhole(exchange)) {
    return 'the request had no body and was answered as a whole: nothing was left to read';
  }
  const sent = reset.before.originator.payloadBytes;
  const finished = reset.before.originator.finFrame !== undefined;
  if (
    lastOwn !== undefined &&
    !finished &&
    sent > longRequestBytes &&
    reset.instantNs - lastOwn.instantNs <= lastWordNs
  ) {
    return {
      bytes: sent,
      because: `${count(sent)} bytes of the originator, and the RST ${duration(reset.instantNs - lastOwn.instantNs)} after the responder's answer (frame ${lastOwn.frame}): seq ${reset.sequence} = the end of it`,
      afterAnswer: true,
    };
  }
  return unansweredBytes === 0 ? 'all that the originator had sent was answered before the RST' : unansweredBecause;
}

function whyOf({ input }: ConnectionSubject, { reset, lastOwn, lastOther }: Abort, unread: Unread): Why {
  const frames = [lastOwn?.frame, lastOther?.frame, reset.frame]
    .filter((frame) => frame !== undefined)
    .sort((a, b) => a - b);
  return {
    claim:
      unread.isOtherProtocol === true
        ? 'The program gave up at the first line, and closed while the rest of the request lay unread in its queue'
        : unread.afterAnswer
          ? `The program answered${unread.earlyStatus === undefined ? '' : ` ${unread.earlyStatus}`} without waiting for the end of the request, and closed while the rest of it lay unread in its queue`
          : 'The program closed the connection while what had been sent to it lay unread in its queue',
    evidence: [{ input, frames, detail: unread.because }],
  };
}

function lookAlikesOf(subject: ConnectionSubject, abort: Abort, prompt: boolean, unread: Unread): LookAlike[] {
  const { connection, surroundings } = subject;
  const { port, key } = connection.responder;
  const service = typeof port === 'number' ? surroundings.service(key, port) : undefined;
  const refused = refusedAfter(subject, abort.reset.instantNs);
  const accepts = service !== undefined && service.lastInstantNs > abort.reset.instantNs;
  return [
    {
      cause: 'linger-zero',
      excluded: false,
      because:
        unread.earlyStatus !== undefined
          ? 'a program that had read all that had come until then and closes with SO_LINGER 0 sends the same: only the counters of the responder tell'
          : 'a program that had read everything and closes with SO_LINGER 0 sends the same: only the counters of the responder tell',
    },
    {
      cause: 'application-abort',
      excluded: false,
      because: prompt
        ? 'the program may have read the bytes and aborted for a reason of its own: its log tells'
        : abort.quietNs === undefined
          ? 'how long after the last payload the RST came is not known: the program may have read it'
          : `the RST came ${duration(abort.quietNs)} after the last payload: time enough to read it, and a time-out of the program would look the same`,
    },
    refused.length === 0 && abort.together.length === 0 && accepts
      ? {
          cause: 'process-killed',
          excluded: true,
          because: 'the port went on accepting connections, and no other was reset in the same moment',
        }
      : {
          cause: 'process-killed',
          excluded: false,
          because:
            refused.length > 0
              ? `${plural(refused.length, 'SYN')} to the same port ${refused.length === 1 ? 'was' : 'were'} refused afterwards (${framesText(refused.map(({ frame }) => frame))})`
              : abort.together.length > 0
                ? `${plural(abort.together.length, 'other connection')} of the same host ${abort.together.length === 1 ? 'was' : 'were'} reset in the same moment`
                : 'nothing in the capture shows that the process lived on',
        },
    notOfKindA('responder'),
    ...notOnTheWay(abort),
  ];
}
