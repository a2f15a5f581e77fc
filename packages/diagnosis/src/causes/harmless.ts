import {
  type Attempts,
  type Connection,
  distance,
  type KeptSegment,
  type Reset,
  readSilence,
} from '@fivewhys/connections';
import type { Cause, Evidence, Weighing, Why } from '@fivewhys/evidence';
import { afterClose } from '../harmless/after-close.ts';
import { endedWithReset } from '../harmless/ended-with-reset.ts';
import { farewell } from '../harmless/farewell.ts';
import { unasked } from '../harmless/unasked.ts';
import type { Way } from '../harmless/way.ts';
import { exchangeBefore } from '../http/exchange.ts';
import { messageName, progressText } from '../http/message-text.ts';
import { count, endpointText, flagsText, framesText, kindText, plural } from '../phrases.ts';
import { saidBefore } from '../says-failure.ts';
import { senderOf } from '../sender.ts';
import { type ConnectionSubject, otherSide } from '../subject.ts';

/** From this many different ports of one originator, or as many addresses, fruitless attempts are a scan: no program tries so many. */
const scanTargets = 15;

/**
 * A RST, but nothing was lost.
 *
 * Seen, one of seven: the RST was not acted on (RFC 5961: not at rcv_nxt; or the receiver had no connection any more); everything had been exchanged and the
 * other end had finished sending; the originator had closed when it had the responder's last word; it had got a whole HTTP/1 answer, by its own length; what reached a closed end was a TLS alert; a
 * connection without a byte of payload was dropped by its originator (port checks do that); a SYN-ACK was refused by a host that had not asked for it (backscatter); a scan was refused.
 *
 * Implies: no program lost data by it. A RST after the last byte is how `SO_LINGER 0` and browsers close.
 *
 * Alike: `client-abort`, when the capture does not show that everything had been exchanged.
 *
 * Settles it: the FIN of the end that had data to send, acknowledged before the RST; the connection living on after it.
 *
 * Shown by: captures/harmless-rst-after-close.pcap, captures/ignored-rst.pcap.
 */
export const harmless: Cause<ConnectionSubject> = {
  id: 'harmless',
  title: 'nothing was lost',
  weigh(subject) {
    const { reset } = subject;
    if (reset === undefined) return weighSilence(subject);
    const said = saidBefore(subject);
    if (said !== undefined) return { kind: 'excluded', because: said };
    const harmlessWay = wayOf(subject, reset);
    if (typeof harmlessWay === 'string') return { kind: 'excluded', because: harmlessWay };
    return {
      kind: 'fits',
      directness: 'direct',
      symptom: harmlessWay.symptom,
      sentBy: senderOf(subject, reset).sentBy,
      whys: harmlessWay.whys,
      lookAlikes: harmlessWay.lookAlikes,
      notes: [],
      next: [],
      remedies: [],
      group: harmlessWay.group ?? harmlessWay.symptom,
      ...(harmlessWay.apart === undefined ? {} : { apart: harmlessWay.apart }),
      measures: [],
    };
  },
};

/** Without a RST only one thing is harmless: a scan that nobody answered. */
function weighSilence({ connection, input, surroundings }: ConnectionSubject): Weighing {
  const attempts = surroundings.attempts(connection.originator.key);
  const silence = readSilence(connection);
  if (silence?.kind !== 'unanswered-syn' || attempts === undefined || !isScan(attempts)) {
    return { kind: 'excluded', because: 'there is no RST' };
  }
  const {
    symptom,
    whys,
    lookAlikes,
    group = symptom,
    apart,
  } = scanOf(
    connection,
    attempts,
    {
      input,
      frames: silence.tries.map(({ frame }) => frame),
      detail: `SYN to ${endpointText(connection.responder)}, sent ${silence.tries.length} times, and no answer`,
    },
    'got no answer',
  );
  return {
    kind: 'fits',
    directness: 'direct',
    symptom,
    sentBy: 'unknown',
    whys,
    lookAlikes,
    notes: [],
    next: [],
    remedies: [],
    group,
    ...(apart === undefined ? {} : { apart }),
    measures: [],
  };
}

type EndBefore = Reset['before']['originator'];

/** The way in which the RST is harmless, or why it is not. */
function wayOf(subject: ConnectionSubject, reset: Reset): Way | string {
  const attempts = subject.surroundings.attempts(subject.connection.originator.key);
  return (
    notActedOn(subject) ??
    afterExchange(subject, reset) ??
    afterClose(subject, reset) ??
    afterAnswer(subject, reset) ??
    farewell(subject) ??
    (attempts !== undefined && isScan(attempts) ? scan(subject, reset, attempts) : undefined) ??
    unasked(subject, reset) ??
    nothingCarried(subject, reset) ??
    whyNot(subject.connection, reset)
  );
}

function whyNot(connection: Connection, reset: Reset): string {
  if (connection.ending === 'misanswered' || connection.ending === 'rejected') return 'the connection never came about';
  if (isBeforeSynAck(connection, reset)) return 'the attempt to connect got the RST before its SYN-ACK';
  if (!connection.numbersKnown)
    return 'the text has no numbers: whether the RST was acted on, and whether all had been exchanged, is not in it';
  if (reset.effect === 'unknown')
    return 'the capture does not show whether the RST was acted on, nor that all had been exchanged';
  const { originator, responder } = reset.before;
  if (isUnheard(originator, responder) || isUnheard(responder, originator))
    return 'what one end acknowledged is not in the capture, so it does not show that all had been exchanged';
  const unacknowledged = unacknowledgedPayload(reset, 'originator') + unacknowledgedPayload(reset, 'responder');
  return unacknowledged > 0
    ? `the RST came while ${plural(unacknowledged, 'byte')} ${unacknowledged === 1 ? 'was' : 'were'} not acknowledged`
    : 'the RST came before both ends had finished sending';
}

function notActedOn({ connection, input }: ConnectionSubject): Way | undefined {
  const { resets } = connection;
  if (connection.ending === 'misanswered') return undefined; // the attempt had failed before, RST or not
  if (resets.some(({ effect }) => effect === 'accepted' || effect === 'unknown')) return undefined;
  const first = resets[0] as Reset;
  // A SYN that got nothing else came to nothing, RST or not.
  if (
    first.from === 'responder' &&
    connection.half.responder.segments === 0 &&
    connection.handshake.synFrame !== undefined
  )
    return undefined;
  const subject = resets.length === 1 ? 'A RST' : plural(resets.length, 'RST');
  const tooLate = resets.every(({ effect }) => effect === 'too-late');
  const later = sentLater(connection, first);
  const isShown = tooLate || later.length > 0;
  return {
    way: 'not-acted-on',
    symptom: tooLate
      ? `${subject} came when the connection was over anyway`
      : `${subject} ${resets.length === 1 ? 'was' : 'were'} sent, but the receiver did not act on ${resets.length === 1 ? 'it' : 'them'}${isShown ? ', and the connection went on' : ''}`,
    group: tooLate
      ? 'RSTs came when the connection was over anyway'
      : `RSTs were sent, but their receiver did not act on them${isShown ? ', and the connection went on' : ''}`,
    whys: [
      ...(tooLate ? [] : [wentOn(first, later, input)]),
      {
        claim: tooLate
          ? 'The receiver had no connection left that the RST could end'
          : `Its receiver did not act on ${resets.length === 1 ? 'the RST: it refused its' : 'these RSTs: it refused their'} numbers (RFC 5961 section 3.2) or timestamps, or never got ${resets.length === 1 ? 'it' : 'them'}`,
        evidence: [
          ...[...Map.groupBy(resets, ({ effectBecause }) => effectBecause)]
            .slice(0, 3)
            .map(([detail, alike]) => ({ input, frames: alike.map(({ frame }) => frame), detail })),
          ...(tooLate ? bothFins(first, input) : []),
        ],
      },
    ],
    lookAlikes: isShown
      ? []
      : [
          {
            cause: 'injected-reset',
            excluded: false,
            because: 'nothing after the RST is in the capture: that its receiver lived on is told by the numbers alone',
          },
        ],
  };
}

function bothFins({ before: { originator, responder } }: Reset, input: number): Evidence[] {
  const frames = [originator.finFrame, responder.finFrame].filter((frame) => frame !== undefined);
  if (frames.length < 2) return [];
  return [{ input, frames: frames.sort((a, b) => a - b), detail: 'both ends had sent their FIN before' }];
}

/** What the receiver of a RST sent after it. */
function sentLater({ segments }: Connection, reset: Reset): KeptSegment[] {
  const receiver = otherSide(reset.from);
  return segments.filter(({ frame, from, flags }) => frame > reset.frame && from === receiver && (flags & 0x04) === 0);
}

function wentOn(reset: Reset, later: readonly KeptSegment[], input: number): Why {
  const receiver = otherSide(reset.from);
  return {
    claim: later.length > 0 ? 'The connection went on' : 'What came after is not in the capture',
    evidence:
      later.length > 0
        ? [
            {
              input,
              frames: [reset.frame, ...later.slice(0, 3).map(({ frame }) => frame)],
              detail: `the ${receiver} sent on after the RST`,
            },
          ]
        : [],
  };
}

function afterExchange({ connection, input }: ConnectionSubject, reset: Reset): Way | undefined {
  if (!connection.numbersKnown) return undefined;
  const receiver = otherSide(reset.from);
  const { before } = reset;
  const finished = before[receiver].finFrame !== undefined && unacknowledgedPayload(reset, receiver) === 0;
  const bothFinished = finished && before[reset.from].finFrame !== undefined;
  // Who aborts instead of closing may have had more to send; only an originator that got the whole answer surely had not.
  if (!bothFinished && !(finished && reset.from === 'originator')) return undefined;
  if (unacknowledgedPayload(reset, reset.from) > 0) return undefined;
  const fins = [before[receiver].finFrame, before[reset.from].finFrame].filter((frame) => frame !== undefined);
  const complete = !connection.acknowledgedUnseen && before.originator.holes + before.responder.holes === 0;
  return {
    way: 'after-exchange',
    symptom: `The ${reset.from} ended a finished connection with a RST`,
    whys: [
      {
        claim: `Everything had been exchanged: the ${receiver} had sent its FIN, and no payload was left unacknowledged`,
        evidence: [
          {
            input,
            frames: fins,
            detail:
              before.originator.payloadBytes + before.responder.payloadBytes === 0
                ? 'no payload is in the capture, and as far as the numbers tell none was under way'
                : `${count(before.originator.payloadBytes)} bytes from the originator, ${count(before.responder.payloadBytes)} from the responder in the capture, all acknowledged before the RST`,
          },
        ],
      },
      {
        claim: lastClaim(reset),
        evidence: [
          {
            input,
            frames: [reset.frame],
            detail: `${kindText(reset.kind)}: ${reset.provokedBecause || reset.effectBecause}`,
          },
        ],
      },
    ],
    lookAlikes: [
      {
        cause: reset.from === 'originator' ? 'client-abort' : 'application-abort',
        excluded: complete,
        because: complete
          ? `the ${receiver} had finished sending, and nothing of either end was left unacknowledged`
          : 'frames are missing from the capture, so it does not show that nothing else was under way',
      },
    ],
  };
}

function lastClaim(reset: Reset): string {
  const { kind, from, before } = reset;
  if (kind === 'A' || kind === 'B')
    return `The ${from} had already forgotten the connection when a last segment reached it`;
  return before[from].finFrame === undefined
    ? endedWithReset(reset)
    : `The ${from} sent a RST behind its own FIN: it did not wait for the end of the closing`;
}

/** The originator had its answer, whole and acknowledged, and had asked for nothing else: how it ends the connection then is its own affair. */
function afterAnswer({ connection, input }: ConnectionSubject, reset: Reset): Way | undefined {
  if (reset.from !== 'originator') return undefined;
  const { request, response, isAnswered } = exchangeBefore(connection, reset);
  if (isAnswered !== true || request?.isComplete !== true || response === undefined) return undefined;
  if (!response.isAcknowledged) return undefined;
  return {
    way: 'after-answer',
    symptom: 'The originator ended a connection with a RST when it had its whole answer',
    whys: [
      {
        claim: 'The answer was complete, and the originator had acknowledged all of it before it sent the RST',
        evidence: [
          {
            input,
            frames: [request.message.frame],
            detail: `${messageName(request.message)}: ${progressText(request)}`,
          },
          {
            input,
            frames: [response.message.frame, reset.frame],
            detail: `the answer ${messageName(response.message)}: ${progressText(response)}, which the originator had acknowledged`,
          },
        ],
      },
    ],
    lookAlikes: [
      {
        cause: 'client-abort',
        excluded: true,
        because: 'it had its whole answer, and no other request was under way',
      },
    ],
  };
}

function nothingCarried({ connection, input }: ConnectionSubject, reset: Reset): Way | undefined {
  const { before } = reset;
  if (reset.from !== 'originator' || connection.handshake.synAckFrame === undefined) return undefined;
  if (isBeforeSynAck(connection, reset)) return undefined;
  if (before.originator.dataSegments + before.responder.dataSegments > 0) return undefined;
  if (before.responder.finFrame !== undefined || connection.half.responder.dataSegments > 0) return undefined;
  return {
    way: 'nothing-carried',
    symptom: `A connection that carried nothing was dropped by its originator, as port and health checks do`,
    whys: [
      {
        claim: 'The originator opened the connection and reset it without sending or receiving a byte',
        evidence: [
          {
            input,
            frames: [connection.handshake.synAckFrame, reset.frame],
            detail: 'SYN-ACK, and then the RST; no payload in either direction',
          },
        ],
      },
    ],
    lookAlikes: [
      {
        cause: 'client-abort',
        excluded: false,
        because: 'a client that gave up waiting for a greeting (SSH, SMTP) looks the same',
      },
    ],
  };
}

/** Whether the RST came between the SYN and the SYN-ACK, as in an attempt that met an older connection. */
function isBeforeSynAck({ handshake: { synFrame, synAckFrame } }: Connection, { frame }: Reset): boolean {
  return synFrame !== undefined && synFrame < frame && synAckFrame !== undefined && synAckFrame > frame;
}

/** Whether an originator tries so many targets in vain that it looks for what is there. */
export function isScan({ ports, addresses, fruitful, fruitless }: Attempts): boolean {
  return (ports >= scanTargets || addresses >= scanTargets) && fruitless > fruitful * 4;
}

function scan({ connection, input }: ConnectionSubject, reset: Reset, attempts: Attempts): Way | undefined {
  const { half } = connection;
  if (half.originator.dataSegments + half.responder.dataSegments > 0) return undefined;
  const { synFrame } = connection.handshake;
  const probe = synFrame === undefined ? strayProbe(connection, reset) : undefined;
  const frame = synFrame ?? probe?.frame;
  if (frame === undefined) return undefined;
  return scanOf(
    connection,
    attempts,
    {
      input,
      frames: [frame, reset.frame],
      detail: `${probe === undefined ? 'SYN' : `a lone ${flagsText(probe.flags)}`} to ${endpointText(connection.responder)} and the RST ${probe === undefined ? 'that ended it' : 'in answer'}; ${framesText([reset.frame])} is ${reset.kind === 'unknown' ? flagsText(reset.flags) : `kind ${reset.kind}`}`,
    },
    reset.from === 'originator' ? 'hung up itself' : 'was refused',
  );
}

/** The one segment of a scanner that never opened a connection: an ACK out of nowhere, to see what answers. */
function strayProbe({ segments, frames, copies }: Connection, { from, provokedBy }: Reset): KeptSegment | undefined {
  if (from !== 'responder' || frames - copies !== 2) return undefined;
  return segments.find(({ frame }) => frame === provokedBy);
}

/** @param outcome of these attempts; alike ones are told as one */
function scanOf({ originator }: Connection, attempts: Attempts, seen: Evidence, outcome: string): Way {
  const targets =
    attempts.ports >= attempts.addresses
      ? `${count(attempts.ports)} ports of ${plural(attempts.addresses, 'address').replace('addresss', 'addresses')}`
      : `${count(attempts.addresses)} addresses`;
  return {
    way: 'scan',
    group: `An originator scans: it tried many targets, and ${outcome}`,
    apart: originator.ip,
    symptom: `${originator.ip} scans: it tried ${targets}, and ${outcome}`,
    whys: [
      {
        claim: `The attempt is one of many by the same originator that carried nothing: ${count(attempts.fruitless)} against ${count(attempts.fruitful)} with payload`,
        evidence: [seen],
      },
    ],
    lookAlikes: [
      {
        cause: 'closed-port',
        excluded: false,
        because: 'a program that looks for its peer on many ports or hosts would look the same',
      },
    ],
  };
}

function isUnheard(receiver: EndBefore, sender: EndBefore): boolean {
  return receiver.highestAcknowledgment === undefined && sender.payloadBytes > 0;
}

/** Payload of one end that the other had not acknowledged before the RST, captured or not; a FIN alone is no loss. 0 when unknown. */
function unacknowledgedPayload(reset: Reset, side: 'originator' | 'responder'): number {
  const { nextSequence, finSequence, payloadBytes } = reset.before[side];
  const { highestAcknowledgment } = reset.before[otherSide(side)];
  const payloadEnd = finSequence ?? nextSequence;
  if (payloadEnd === undefined) return 0;
  return highestAcknowledgment === undefined ? payloadBytes : Math.max(distance(payloadEnd, highestAcknowledgment), 0);
}
