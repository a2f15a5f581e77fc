import { distance, readDiscardedRequest, type Side } from '@fivewhys/connections';
import type { Cause, LookAlike, NextStep, Remedy, Why } from '@fivewhys/evidence';
import { keepAliveRace as entry, heedClose } from '../catalogue/keep-alive-race.ts';
import { announcedEnd } from '../http/announced-end.ts';
import { discardedAfterFin } from '../http/discarded-request.ts';
import { repeatText } from '../http/idempotent.ts';
import { requestAt, requestEvidence } from '../http/lost-request.ts';
import { count, duration, endpointText } from '../phrases.ts';
import { type AfterFin, afterFinOf } from '../reset/after-fin.ts';
import { otherBoxes } from '../sender/other-boxes.ts';
import { shortestTimerNs, whyClosed } from '../silence/why-closed.ts';
import type { ConnectionSubject } from '../subject.ts';
import { leftUnread } from './keep-alive-race/left-unread.ts';
import { processEndedAfter } from './keep-alive-race/process-ended.ts';

/**
 * A request crossed the responder's FIN.
 *
 * Seen: a connection is silent, its responder sends a FIN, a new request whose ack does not cover that FIN crosses it, and a kind A RST answers the request: its seq is that of the
 * FIN. Often a second one follows with the number after it, in answer to the ACK of the FIN. The same with the parts of the ends exchanged, after a silence.
 * Or the request is taken, and nothing follows (taken-and-dropped.ts).
 *
 * Implies: the program of the closing end had closed before the request came, so its kernel has nobody to give it to (tcp_rcv_state_process, TCP_ABORT_ON_DATA; RFC 9293 section
 * 3.6.1); the RST takes its number from the request's ack (RFC 9293 section 3.10.7.1).
 *
 * Without a RST: a server that closes in two steps (Apache httpd, lighttpd) reads on for a while behind its FIN. Its host acknowledges the request, and nothing answers it.
 *
 * Alike: `late-data` (the FIN had been seen, the RST's number is one higher); `process-killed` (a process that ends closes its connections with a FIN, too); a box on the way that
 * rejects the request.
 *
 * Settles it: RST.seq = FIN.seq, and the TTL; TCPAbortOnData on the closing end.
 *
 * Shown by: captures/keep-alive-race.pcap, captures/keep-alive-race-ipv6.pcap.
 */
export const keepAliveRace: Cause<ConnectionSubject> = {
  id: 'keep-alive-race',
  title: "a request crossed the responder's FIN",
  weigh(subject) {
    const { connection } = subject;
    const discarded = readDiscardedRequest(connection);
    if (discarded?.crossed === true) {
      return discardedAfterFin(
        subject,
        discarded,
        remediesWhen(isAnnounced(subject, 'responder', discarded.fin.frame)),
      );
    }
    const unread = leftUnread(subject);
    if (unread !== undefined) return unread;
    const facts = afterFinOf(subject);
    if (typeof facts === 'string') return { kind: 'excluded', because: facts };
    const misfit = misfitOf(facts);
    if (misfit !== undefined) return { kind: 'excluded', because: misfit };
    const { closer, previous, finInstantNs } = facts;
    return {
      kind: 'fits',
      directness: 'direct',
      symptom:
        closer === 'responder'
          ? `A request to ${endpointText(connection.responder)} on a reused connection was reset without an answer`
          : `Data of ${endpointText(connection.responder)} for a silent connection was reset by its originator`,
      sentBy: closer,
      whys: whysOf(subject, facts),
      lookAlikes: lookAlikesOf(subject, facts),
      notes: [
        ...repeatNotes(subject, facts),
        `The program of the ${facts.sender} may see an early end of the connection ("upstream prematurely closed connection", "socket hang up", 502) instead of "connection reset": it reads the FIN first.`,
      ],
      next: [nextStep(subject, facts)],
      remedies: remediesOf(subject, facts),
      group: storyOf(subject, facts),
      measures: [
        ...(previous === undefined
          ? []
          : [
              {
                name: `seconds of silence before the ${closer}'s FIN`,
                value: (finInstantNs - previous.instantNs) / 1e9,
              },
            ]),
        { name: 'bytes of the request that was lost', value: facts.dataBytes },
      ],
    };
  },
};

function misfitOf({
  crossed,
  newMessage,
  closer,
  sender,
  quietNs,
  finSequence,
  previous,
  previousFrom,
}: AfterFin): string | undefined {
  if (!crossed) return `the ${sender} had acknowledged the FIN (${finSequence}) before it sent: nothing crossed`;
  if (!newMessage) {
    return `the FIN came while the ${sender} was in the middle of sending (${duration(quietNs ?? 0)} after frame ${previous?.frame}): the connection was not idle`;
  }
  if (closer === 'originator' && previousFrom === 'originator') {
    return 'the originator closed before its last word was answered: it gave up';
  }
  if (closer === 'originator' && (quietNs ?? 0) < shortestTimerNs) {
    return 'the originator closed while the responder was sending: that is giving up, not a race';
  }
  return undefined;
}

function whysOf(subject: ConnectionSubject, facts: AfterFin): Why[] {
  const { input } = subject;
  const { reset, closer, sender, data, dataBytes, finSequence, finFrame, finInstantNs, fin } = facts;
  const [request] = data;
  const what = sender === 'originator' ? 'request' : 'data';
  const sinceFinNs = request.instantNs - finInstantNs;
  const frames = data.map(({ frame }) => frame);
  return [
    {
      claim: `The ${what} got no answer but a RST`,
      evidence: [
        {
          input,
          frames: [...frames, reset.frame],
          detail: `${count(dataBytes)} bytes from seq ${request.sequence}; the ${closer} never acknowledged them, its RST came ${duration(reset.instantNs - request.instantNs)} later`,
        },
        ...requestEvidence(subject, request.frame),
        { input, frames: [reset.frame], detail: reset.effectBecause },
      ],
    },
    {
      claim: `The RST comes from a socket whose program had closed it already: the ${closer}'s kernel had nobody to give the ${what} to`,
      evidence: [
        {
          input,
          frames: [finFrame, request.frame, reset.frame],
          detail: `kind A, seq ${reset.sequence} of the RST = seq ${finSequence} of the FIN = ack ${request.acknowledgment} of frame ${request.frame}, which it answers`,
        },
        { input, frames: [reset.frame], detail: facts.resetSender.because },
      ],
    },
    {
      claim: `The ${what} and the FIN passed each other on the way: neither end had seen what the other sent`,
      evidence: [
        {
          input,
          frames: [finFrame, request.frame],
          detail: `ack ${request.acknowledgment} does not cover the FIN, which takes ${(finSequence + 1) >>> 0}; ${sinceFinNs >= 0 ? `the ${what} is captured ${duration(sinceFinNs)} after the FIN` : `the FIN is captured ${duration(sinceFinNs)} after the ${what}`}`,
        },
        ...(fin === undefined || distance(fin.acknowledgment, request.sequence) > 0
          ? []
          : [
              {
                input,
                frames: [finFrame],
                detail: `ack ${fin.acknowledgment} of the FIN does not cover the ${what}, which begins at ${request.sequence}`,
              },
            ]),
      ],
    },
    whyClosed(
      { ...facts, lastDataFrame: reset.before[closer].lastDataFrame },
      input,
      announcedEnd(subject, closer, finFrame),
    ),
  ];
}

function storyOf(subject: ConnectionSubject, facts: AfterFin): string {
  if (facts.closer !== 'responder') return 'Data of the responder for a silent connection was reset by its originator';
  return isAnnounced(subject, facts.closer, facts.finFrame)
    ? 'A request was reset that came after the response that its responder had called the last'
    : 'A request on a reused connection was reset without an answer';
}

function isAnnounced(subject: ConnectionSubject, closer: Side, finFrame: number): boolean {
  return announcedEnd(subject, closer, finFrame)?.word === 'closes';
}

/** They are for a responder that closes too soon, or for an originator that does not heed what it was told. */
function remediesOf(subject: ConnectionSubject, facts: AfterFin): readonly Remedy[] {
  return facts.closer === 'responder' ? remediesWhen(isAnnounced(subject, facts.closer, facts.finFrame)) : [];
}

function remediesWhen(announced: boolean): readonly Remedy[] {
  return entry.remedies.filter((remedy) => (remedy === heedClose) === announced);
}

function repeatNotes(subject: ConnectionSubject, { data }: AfterFin): string[] {
  const request = requestAt(subject, data[0]);
  const text = request === undefined ? undefined : repeatText(request);
  return text === undefined ? [] : [text];
}

function lookAlikesOf(subject: ConnectionSubject, facts: AfterFin): LookAlike[] {
  const { finSequence, data, reset, resetSender, finInstantNs, closer } = facts;
  return [
    {
      cause: 'late-data',
      excluded: true,
      because: `ack ${data[0].acknowledgment} of frame ${data[0].frame} does not cover the FIN (${finSequence} + 1): it had not been seen; and the RST's seq is ${reset.sequence}, not ${(finSequence + 1) >>> 0}`,
    },
    processEndedAfter(subject, closer, finInstantNs),
    ...otherBoxes(resetSender, ['idle-timeout', 'firewall-reject']),
  ];
}

function nextStep({ connection }: ConnectionSubject, { closer }: AfterFin): NextStep {
  return {
    why: `run on ${connection[closer].ip} before and after such a reset: TCPAbortOnData grows by one with each race`,
    command: 'nstat -az TcpExtTCPAbortOnData TcpOutRsts',
  };
}
