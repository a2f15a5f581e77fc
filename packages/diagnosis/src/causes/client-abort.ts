import { type Connection, distance, type Reset } from '@fivewhys/connections';
import type { Cause, Fit, LookAlike, NextStep, Why } from '@fivewhys/evidence';
import { type Abort, abortOf } from '../abort.ts';
import { notOnTheWay, whysOfAbort } from '../abort-whys.ts';
import { type AfterFin, afterFinOf, mayBeLastWord } from '../after-fin.ts';
import { clientAbort as entry } from '../catalogue/client-abort.ts';
import { fastCloseOf, fitOfFastClose } from '../fast-close.ts';
import { exchangeBefore } from '../http/exchange.ts';
import { exchangeEvidence } from '../http/exchange-evidence.ts';
import { messageText, progressText, requestLine } from '../http/message-text.ts';
import { aroundIt } from '../journal-window.ts';
import { otherBoxes } from '../other-boxes.ts';
import { sentAfter } from '../path-facts.ts';
import { endOf } from '../payload.ts';
import { duration, endpointText, plural } from '../phrases.ts';
import { senderOf } from '../sender.ts';
import type { ConnectionSubject } from '../subject.ts';

/** After this silence behind an answer nothing was under way any more. */
const idleNs = 1e9;

/**
 * The originator gave up.
 *
 * Seen: a kind C RST from the originator, while its request is unanswered, or in the middle of the answer (behind what may be its end it is only possible); or its FIN there, and kind A RSTs in
 * answer to the rest; or its MP_FASTCLOSE, and the RST of the responder that this asks for.
 *
 * Implies: its program closed before it had what it asked for: a time-out, a cancelled request, a stop by its user.
 *
 * Alike: `harmless` (the answer was complete); `keepalive-dead`; `process-killed` (the program was ended).
 *
 * Settles it: the originator's log; a spread of times that is one time-out, again and again.
 *
 * Shown by: captures/client-abort.pcap.
 */
export const clientAbort: Cause<ConnectionSubject> = {
  id: 'client-abort',
  title: 'the originator gave up',
  weigh(subject) {
    const fastClose = fastCloseOf(subject);
    if (fastClose?.by === 'originator') {
      return fitOfFastClose(subject, fastClose, [ended()], nextSteps(subject), entry.remedies);
    }
    const abort = abortOf(subject, 'originator');
    if (typeof abort !== 'string') return ofAbort(subject, abort);
    const facts = afterFinOf(subject);
    if (typeof facts !== 'string' && facts.closer === 'originator') return ofClose(subject, facts);
    return ofBareReset(subject) ?? { kind: 'excluded', because: abort };
  },
};

/** A host without a usable socket answered what the responder sent, and no FIN or abort that would explain it was captured. */
function ofBareReset(subject: ConnectionSubject): Fit | undefined {
  const { connection, reset, input } = subject;
  if (reset === undefined || reset.from !== 'originator' || reset.kind !== 'A') return undefined;
  if (reset.effect !== 'accepted' && reset.effect !== 'unknown') return undefined;
  const { originator, responder } = reset.before;
  if (connection.oddAcks > 0 || originator.finFrame !== undefined || responder.finFrame !== undefined) return undefined;
  if (originator.dataSegments === 0 || originator.lastInstantNs === undefined) return undefined;
  const sender = senderOf(subject, reset);
  if (sender.ttl === 'different') return undefined;
  const silenceNs = reset.instantNs - originator.lastInstantNs;
  const { response, isAnswered } = exchangeBefore(connection, reset);
  return {
    kind: 'fits',
    directness: 'indirect',
    symptom: `The originator's host no longer knew its connection to ${endpointText(connection.responder)}, and reset it`,
    sentBy: 'originator',
    whys: [
      {
        claim:
          'The originator ended the connection with a bare RST (no ACK flag), as a host does that has no socket for a segment',
        evidence: [
          {
            input,
            frames: [...(reset.provokedBy === undefined ? [] : [reset.provokedBy]), reset.frame],
            detail: `kind A: ${reset.provokedBecause === '' ? reset.effectBecause : reset.provokedBecause}`,
          },
          ...(reset.deviations.length === 0
            ? []
            : [
                { input, frames: [reset.frame], detail: `not quite as Linux makes it: ${reset.deviations.join('; ')}` },
              ]),
          { input, frames: [reset.frame], detail: sender.because },
          ...exchangeEvidence(subject, reset),
        ],
      },
      {
        claim: 'Its program had probably closed or was ended before; how is not in the capture',
        evidence: [
          {
            input,
            frames: [reset.frame],
            detail: `no FIN and no earlier RST of the originator; its own last packet was ${duration(silenceNs)} before`,
          },
        ],
      },
    ],
    lookAlikes: [
      {
        cause: 'half-open',
        excluded: false,
        because: 'its host may have lost the connection without a word (a crash, a lost network)',
      },
      ended(),
      {
        cause: 'harmless',
        excluded: false,
        because:
          isAnswered === true && response?.isComplete === true
            ? `the whole answer ${messageText(response.message)} had been sent, though the originator had not acknowledged it`
            : 'nothing shows that anything was still awaited',
      },
      ...otherBoxes(sender, ['conntrack-invalid', 'idle-timeout', 'injected-reset']),
    ],
    notes: [],
    next: nextSteps(subject),
    remedies: [],
    group: "The originator's host no longer knew its connection, and reset it",
    measures: [{ name: "seconds from the originator's last own packet to its RST", value: silenceNs / 1e9 }],
  };
}

type Phase = 'waiting' | 'receiving' | 'idle';

function ofAbort(subject: ConnectionSubject, abort: Abort) {
  const { connection, input } = subject;
  const { reset, lastOwn, lastOther, lastWordOf, quietNs, unansweredBecause } = abort;
  if (lastWordOf === undefined)
    return { kind: 'excluded' as const, because: 'no payload of the connection came before the RST in the capture' };
  const { request, response } = exchangeBefore(connection, reset);
  const isCut = response?.isComplete === false;
  // Of a last payload that was not kept only the frame is known.
  const isKnownQuiet = quietNs !== undefined;
  const phase: Phase = lastWordOf === 'originator' ? 'waiting' : (quietNs ?? 0) < idleNs ? 'receiving' : 'idle';
  const isShown = phase === 'waiting' || isCut || wasSending(connection, reset);
  const target = endpointText(connection.responder);
  const last = lastWordOf === 'originator' ? lastOwn : lastOther;
  const lastFrame = last?.frame ?? reset.before[lastWordOf].lastDataFrame ?? reset.frame;
  const frames = [...new Set([lastFrame, reset.frame])];
  const root: Record<Phase, Why> = {
    waiting: {
      claim: `Its program gave up waiting${isKnownQuiet ? `, ${duration(quietNs)} after it had sent the last of its request` : ''}`,
      evidence: [
        {
          input,
          frames,
          detail: `no payload of the responder came after frame ${lastFrame}; ${reset.before.responder.highestAcknowledgment === reset.sequence ? 'its host had acknowledged all of the request' : 'its host had not acknowledged all of the request'}`,
        },
      ],
    },
    receiving: {
      claim: isCut
        ? 'Its program closed in the middle of the answer'
        : `Its program closed while the answer was coming in, or ${isKnownQuiet ? 'right behind' : 'after'} it`,
      evidence: [
        {
          input,
          frames,
          detail: `the last of the answer came ${isKnownQuiet ? `${duration(quietNs)} before` : `in frame ${lastFrame}, too far back to tell how long before`}; ${unansweredBecause}`,
        },
      ],
    },
    idle: {
      claim: `Its program dropped a connection on which nothing had been said for ${duration(quietNs ?? 0)}`,
      evidence: [{ input, frames, detail: `the last payload was the responder's, frame ${lastFrame}` }],
    },
  };
  const symptoms: Record<Phase, string> = {
    waiting: `The originator gave up ${request === undefined ? 'a request' : requestLine(request.message)} to ${target} before any of its answer came`,
    receiving: isCut
      ? `The originator aborted a connection to ${target} in the middle of its answer`
      : `The originator aborted a connection to ${target} while, or right after, its answer came in`,
    idle: `The originator dropped a silent connection to ${target} with a RST`,
  };
  const stories: Record<Phase, string> = {
    waiting: 'The originator gave up a request before any of its answer came',
    receiving: 'The originator aborted a connection while, or right after, its answer came in',
    idle: 'The originator dropped a silent connection with a RST',
  };
  return {
    kind: 'fits',
    directness: isShown ? 'direct' : 'indirect',
    symptom:
      phase === 'receiving' && !isKnownQuiet
        ? `The originator aborted a connection to ${target} while, or after, its answer came in`
        : symptoms[phase],
    sentBy: 'originator',
    whys: [...whysOfAbort(subject, abort), root[phase]],
    lookAlikes: [
      phase === 'waiting'
        ? { cause: 'harmless', excluded: true, because: 'the request had got no answer' }
        : isCut
          ? {
              cause: 'harmless',
              excluded: true,
              because: `the answer ${messageText(response.message)}: ${progressText(response)}`,
            }
          : {
              cause: 'harmless',
              excluded: false,
              because:
                'if what had come was the whole answer, nothing was lost: TCP does not know where an answer ends',
            },
      {
        cause: 'keepalive-dead',
        excluded: true,
        because: 'no keep-alive probes of the originator went unanswered before',
      },
      ended(),
      ...notOnTheWay(abort),
    ],
    notes: [],
    next: nextSteps(subject),
    // Behind an answer, or a silence, nothing shows that the originator waited: longer time-outs may have no part in it.
    remedies: isShown ? entry.remedies : [],
    group: stories[phase],
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
  } satisfies Fit;
}

/** The RST came in the middle of what the responder was sending: its host had not got all of that, or more of it came afterwards. */
function wasSending(connection: Connection, reset: Reset): boolean {
  const { nextSequence } = reset.before.responder;
  if (nextSequence === undefined || reset.acknowledgment !== nextSequence) return true;
  return sentAfter(connection, reset.frame, 'responder').some(({ payloadBytes }) => payloadBytes > 0);
}

/** Its program closed without a RST; what came afterwards was answered by one. */
function ofClose(subject: ConnectionSubject, facts: AfterFin) {
  const { connection, input } = subject;
  const { reset, data, dataBytes, finFrame, finSequence, finInstantNs, previous, previousFrom, quietNs, resetSender } =
    facts;
  const waiting = previousFrom === 'originator';
  if (!waiting && facts.newMessage && (quietNs ?? 0) >= idleNs) {
    return { kind: 'excluded' as const, because: 'the originator closed a silent connection: it waited for nothing' };
  }
  const [first] = data;
  const later = connection.segments.filter(
    ({ frame, from, payloadBytes }) => frame > reset.frame && from === 'responder' && payloadBytes > 0,
  );
  const lateBytes = Math.max(dataBytes, ...later.map((segment) => distance(endOf(segment), first.sequence)));
  const target = endpointText(connection.responder);
  const lastWord = mayBeLastWord(facts);
  const lookAlikes: LookAlike[] = [
    lastWord
      ? {
          cause: 'harmless',
          excluded: false,
          because: `${plural(lateBytes, 'byte')} may be no more than a farewell, such as TLS's close_notify: then nothing was lost`,
        }
      : {
          cause: 'harmless',
          excluded: true,
          because: `${plural(lateBytes, 'byte')} of the responder came after the originator had closed, and were lost`,
        },
    {
      cause: 'keepalive-dead',
      excluded: true,
      because: 'the originator closed with a FIN; who gives up probing sends a RST of kind C',
    },
    ended(),
    ...otherBoxes(resetSender, ['firewall-reject']),
  ];
  return {
    kind: 'fits',
    directness: lastWord ? 'indirect' : 'direct',
    symptom: lastWord
      ? `The originator closed, and reset the ${plural(lateBytes, 'byte')} that came from ${target} behind that`
      : waiting
        ? `The originator closed before the answer of ${target} came, and reset that`
        : `The originator closed while ${target} was sending, and reset the rest`,
    sentBy: 'originator',
    whys: [
      {
        claim: 'What the responder sent then got no answer but a RST',
        evidence: [
          {
            input,
            frames: [...data.map(({ frame }) => frame), reset.frame],
            detail: `${plural(dataBytes, 'byte')} from seq ${first.sequence}, never acknowledged; ${reset.effectBecause}`,
          },
          ...(later.length === 0
            ? []
            : [
                {
                  input,
                  frames: later.map(({ frame }) => frame),
                  detail: `${plural(lateBytes - dataBytes, 'byte')} more came after the RST`,
                },
              ]),
        ],
      },
      {
        claim: "The originator's program had closed both directions by then: its kernel had nobody to give the data to",
        evidence: [
          {
            input,
            frames: [finFrame, first.frame, reset.frame],
            detail: `kind A, seq ${reset.sequence} of the RST = ack ${first.acknowledgment} of frame ${first.frame} = seq ${finSequence} of the originator's FIN${facts.crossed ? '' : ' + 1'}`,
          },
          { input, frames: [reset.frame], detail: resetSender.because },
        ],
      },
      {
        claim: waiting
          ? `It closed without waiting for more${previous === undefined ? '' : `, ${duration(finInstantNs - previous.instantNs)} after its last word`}`
          : 'It closed in the middle of what the responder was sending: cancelled, or it had read enough',
        evidence: [
          {
            input,
            frames: [...(previous === undefined ? [] : [previous.frame]), finFrame, first.frame].sort((a, b) => a - b),
            detail: `the last payload before was the ${previousFrom ?? 'responder'}'s; the data came ${first.instantNs >= finInstantNs ? `${duration(first.instantNs - finInstantNs)} after the FIN` : `${duration(finInstantNs - first.instantNs)} before the FIN was captured`}`,
          },
        ],
      },
    ],
    lookAlikes,
    notes: [],
    next: nextSteps(subject),
    remedies: entry.remedies,
    group: lastWord
      ? 'The originator closed, and reset the last few bytes that came'
      : waiting
        ? 'The originator closed before the answer came, and reset that'
        : 'The originator closed while the responder was sending, and reset the rest',
    measures: [
      ...(waiting && previous !== undefined
        ? [
            {
              name: "seconds from the originator's last payload to its FIN",
              value: (finInstantNs - previous.instantNs) / 1e9,
            },
          ]
        : []),
      { name: 'bytes of the responder before the RST', value: reset.before.responder.payloadBytes },
    ],
  } satisfies Fit;
}

function ended(): LookAlike {
  return {
    cause: 'process-killed',
    excluded: false,
    because: "the originator's program may have been ended instead of giving up: its log, or its user, tells",
  };
}

function nextSteps({ connection, reset }: ConnectionSubject): NextStep[] {
  const { originator, responder, spoken } = connection;
  const isHttp = spoken?.originator.http !== undefined;
  return [
    {
      why: `look on ${originator.ip} for what its program says at that instant: a time-out, a cancelled request, or nothing because it was ended`,
      command: `journalctl ${aroundIt} | grep -iE 'time.?out|deadline|cancel' | grep -F '${responder.ip}'${reset?.kind === 'other' ? '    # Windows: eventvwr.msc, Windows Logs, Application' : ''}`,
    },
    {
      why: `run where the connections pass: ${isHttp ? 'the time from each request to its first answer,' : 'when payload passes, in seconds of its connection; the time from each request to its answer is'} to be held against the originator's time-out`,
      command: `tshark -i any -f 'tcp and host ${responder.ip} and port ${responder.port}' ${isHttp ? '-Y http.time -T fields -e tcp.stream -e http.time' : "-Y 'tcp.len > 0' -T fields -e tcp.stream -e tcp.srcport -e tcp.len -e tcp.time_relative"}`,
    },
  ];
}
