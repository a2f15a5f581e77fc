import type { Connection, Reset } from '@fivewhys/connections';
import type { Cause, Fit } from '@fivewhys/evidence';
import { plural } from '../phrases.ts';
import { saidBefore } from '../reset/says-failure.ts';
import { senderOf } from '../sender/sender.ts';
import type { ConnectionSubject } from '../subject.ts';
import { afterAnswer } from './harmless/after-answer.ts';
import { afterClose } from './harmless/after-close.ts';
import { afterExchange } from './harmless/after-exchange.ts';
import { afterLastAnswer } from './harmless/after-last-answer.ts';
import { farewell } from './harmless/farewell.ts';
import { isBeforeSynAck } from './harmless/is-before-syn-ack.ts';
import { notActedOn } from './harmless/not-acted-on.ts';
import { nothingCarried } from './harmless/nothing-carried.ts';
import { scan, unansweredScan } from './harmless/scan.ts';
import { unacknowledgedPayload } from './harmless/unacknowledged-payload.ts';
import { unasked } from './harmless/unasked.ts';
import type { Way } from './harmless/way.ts';

/**
 * A RST, but nothing was lost.
 *
 * Seen, one of nine: the RST was not acted on (RFC 5961: not at rcv_nxt; or the receiver had no connection any more); everything had been exchanged and the
 * other end had finished sending; the originator had closed when it had the responder's last word; it had got a whole HTTP/1 answer, by its own length, or one that its responder had called the last; what reached a closed end was a TLS alert; a
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
    if (reset === undefined) {
      const way = unansweredScan(subject);
      return way === undefined ? { kind: 'excluded', because: 'there is no RST' } : fitOf(way, 'unknown');
    }
    const said = saidBefore(subject);
    if (said !== undefined) return { kind: 'excluded', because: said };
    const way = wayOf(subject, reset);
    if (typeof way === 'string') return { kind: 'excluded', because: way };
    return fitOf(way, senderOf(subject, reset).sentBy);
  },
};

function fitOf({ symptom, whys, lookAlikes, group = symptom, apart }: Way, sentBy: Fit['sentBy']): Fit {
  return {
    kind: 'fits',
    directness: 'direct',
    symptom,
    sentBy,
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
  return (
    notActedOn(subject) ??
    afterExchange(subject, reset) ??
    afterClose(subject, reset) ??
    afterAnswer(subject, reset) ??
    afterLastAnswer(subject, reset) ??
    farewell(subject) ??
    scan(subject, reset) ??
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

function isUnheard(receiver: EndBefore, sender: EndBefore): boolean {
  return receiver.highestAcknowledgment === undefined && sender.payloadBytes > 0;
}
