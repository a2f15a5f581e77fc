import { ACK, FIN, OPTION_SACK, RST, type Segment, SYN } from '../../segment.ts';
import type { Direction, NumberReading, Side } from '../../text/direction.ts';
import type { SegmentText } from './segment-text.ts';

/** How much nearer one reading must come to what is expected than the other for a line to decide between them. */
const decisiveRatio = 8;
/** How near it must come at all: beyond, both are off, and which is nearer is chance. */
const plausibleDistance = 1 << 24;
/** What a conversation counts in the text's default whose bases are certain, beside one that may be cut off. */
const certainWeight = 4;
/** An acknowledgment below this, right after a SYN, is a relative one whose base the text does not hold (1 of 65,536 is not). */
const surelyRelative = 65_536;

/**
 * Makes printed sequence numbers absolute again.
 *
 * Without `-S`, tcpdump keeps two bases for each pair of endpoints (print-tcp.c, the same from 3.9 to 4.99; checked against its output).
 * They are taken from the first segment *with ACK*: base of its sender = its sequence number, base of the other end = its acknowledgment - 1;
 * that segment is printed absolute. They are taken anew from every later SYN-ACK and from nothing else, so on a pair of endpoints whose next SYN
 * is not answered by a SYN-ACK, numbers go on being relative to the connection before. Segments without ACK are printed absolute always;
 * SACK blocks are relative whenever there is ACK, on the first segment too.
 *
 * Whether a text was printed with `-S` is not written in it. Each conversation shows it by its first line on which one of the two readings
 * comes much nearer to what its ends were sending; the lines before that are the same in both. A conversation that reads as printed although
 * others are relative is one whose beginning was cut off (`grep`, a paste): its bases are not in the text, so its numbers stay relative to them.
 */
export class RelativeNumbers {
  /** What conversations have shown so far, for those that have not shown anything yet: below 0 for numbers as printed. */
  #balance = 0;

  /** Another run of tcpdump begins in the same text. */
  restart(): void {
    this.#balance = 0;
  }

  /** tcpdump's own default is relative. */
  get #default(): NumberReading {
    return this.#balance < 0 ? 'as-printed' : 'relative';
  }

  /**
   * Fills in the segment's sequence number, acknowledgment and first SACK block. A sequence number that tcpdump did not print (a pure ACK
   * without `-vv`) is *derived*: what its sender would send next, as far as the text has shown it.
   *
   * @param isQuoted inside an ICMP error: tcpdump takes bases from it as from any segment, but it was sent earlier
   */
  resolve(direction: Direction, text: SegmentText, segment: Segment, isQuoted: boolean): void {
    const { sender, receiver, conversation } = direction;
    segment.sequence = text.sequence | 0;
    segment.acknowledgment = text.acknowledgment | 0;
    segment.sackLeft = text.sackLeft | 0;
    segment.sackRight = text.sackRight | 0;
    if ((text.flags & ACK) !== 0) {
      const isFirst = !conversation.hasBases || (text.flags & SYN) !== 0;
      const reading = isFirst ? this.#takeBases(direction, text) : this.#readingOf(direction, text);
      if (reading === 'relative') {
        segment.sequence = (segment.sequence + sender.base) | 0;
        segment.acknowledgment = (segment.acknowledgment + receiver.base) | 0;
      }
      if ((text.options & OPTION_SACK) !== 0) this.#resolveSack(receiver, segment, isFirst, reading);
      if (!text.hasAcknowledgment) segment.acknowledgment = expectedAcknowledgment(direction);
    }
    if (!text.hasSequence) segment.sequence = expectedSequence(direction);
    // A quoted segment is old news of an end that the text shows, and the only news of one that it doesn't.
    if (!isQuoted || !sender.hasNext) follow(direction, text, segment);
  }

  /** A segment whose numbers tcpdump counted but did not print (`[bad hdr length ...]`): if it took bases from it, they are lost. */
  noteUnprinted(direction: Direction, flags: number): void {
    const { conversation, sender, receiver } = direction;
    if ((flags & ACK) === 0 || (conversation.hasBases && (flags & SYN) === 0)) return;
    conversation.hasBases = true;
    conversation.basesFromHandshake = false;
    sender.base = 0;
    receiver.base = 0;
  }

  /** tcpdump takes its bases from this segment. Returns how its own numbers are to be read: as printed, unless the bases were taken earlier. */
  #takeBases(direction: Direction, text: SegmentText): NumberReading {
    const { conversation, sender, receiver } = direction;
    const isHandshake = (text.flags & SYN) !== 0;
    conversation.hasBases = true;
    conversation.basesFromHandshake = isHandshake && text.hasSequence && text.hasAcknowledgment;
    if (!isHandshake && isRelativeToLostLine(direction, text)) {
      sender.base = sender.hasInitial ? sender.initial : 0;
      receiver.base = receiver.hasInitial ? receiver.initial : 0;
      conversation.reading = 'relative';
      return 'relative';
    }
    if (isHandshake) conversation.reading = undefined;
    // Without a printed sequence number the base is not printed either: what the text has shown of the sender, else 0.
    sender.base = text.hasSequence ? text.sequence | 0 : sender.hasNext ? sender.next : 0;
    if (text.hasAcknowledgment) receiver.base = (text.acknowledgment - 1) | 0;
    else receiver.base = receiver.hasNext ? (receiver.next - 1) | 0 : 0;
    return 'as-printed';
  }

  #readingOf(direction: Direction, text: SegmentText): NumberReading {
    const { conversation, sender, receiver } = direction;
    if (conversation.reading !== undefined) return conversation.reading;
    let votes = 0;
    // A RST may carry 0 where others carry the sequence number.
    if (text.hasSequence && (text.flags & RST) === 0) votes += vote(text.sequence, sender.base, sender, receiver);
    if (text.hasAcknowledgment) votes += vote(text.acknowledgment, receiver.base, receiver, sender);
    if (votes === 0) return this.#default;
    conversation.reading = votes > 0 ? 'relative' : 'as-printed';
    this.#balance += Math.sign(votes) * (conversation.basesFromHandshake ? certainWeight : 1);
    return conversation.reading;
  }

  #resolveSack(receiver: Side, segment: Segment, isFirst: boolean, reading: NumberReading): void {
    let isRelative = reading === 'relative';
    if (isFirst && !isRelative) {
      const asPrinted = distance(segment.sackLeft, segment.acknowledgment);
      const relative = distance(segment.sackLeft + receiver.base, segment.acknowledgment);
      if (asPrinted === relative) isRelative = this.#default === 'relative';
      else isRelative = relative < asPrinted;
    }
    if (!isRelative) return;
    segment.sackLeft = (segment.sackLeft + receiver.base) | 0;
    segment.sackRight = (segment.sackRight + receiver.base) | 0;
  }
}

/** RFC 9293 section 3.4: the distance of two sequence numbers modulo 2^32. */
function distance(a: number, b: number): number {
  return Math.abs((a - b) | 0);
}

/**
 * Weighs the two readings of a number of `owner`'s sequence space by their distance to what it was sending and to what `other` acknowledged.
 *
 * @returns 1 for relative, -1 for as printed, 0 when this number does not decide
 */
function vote(printed: number, base: number, owner: Side, other: Side): number {
  let asPrinted = Number.POSITIVE_INFINITY;
  let relative = Number.POSITIVE_INFINITY;
  if (owner.hasNext) {
    asPrinted = distance(printed, owner.next);
    relative = distance(printed + base, owner.next);
  }
  if (other.hasAcknowledged) {
    asPrinted = Math.min(asPrinted, distance(printed, other.acknowledged));
    relative = Math.min(relative, distance(printed + base, other.acknowledged));
  }
  if (asPrinted === relative || Math.min(asPrinted, relative) > plausibleDistance) return 0;
  if (relative * decisiveRatio <= asPrinted) return 1;
  return asPrinted * decisiveRatio <= relative ? -1 : 0;
}

/** Whether the first segment with ACK is relative already: its SYN is in the text, and the SYN-ACK that tcpdump took its bases from is not. */
function isRelativeToLostLine(direction: Direction, text: SegmentText): boolean {
  const { sender, receiver } = direction;
  let votes = 0;
  if (text.hasSequence && sender.hasInitial) votes += vote(text.sequence, sender.initial, sender, receiver);
  if (text.hasAcknowledgment && receiver.hasInitial)
    votes += vote(text.acknowledgment, receiver.initial, receiver, sender);
  if (votes !== 0) return votes > 0;
  const isBareAck = !text.hasSequence && text.hasAcknowledgment && !receiver.hasInitial;
  return isBareAck && sender.hasInitial && text.acknowledgment < surelyRelative;
}

function expectedSequence(direction: Direction): number {
  const { sender, receiver } = direction;
  if (sender.hasNext) return sender.next;
  if (receiver.hasAcknowledged) return receiver.acknowledged;
  return sender.base;
}

function expectedAcknowledgment(direction: Direction): number {
  const { sender, receiver } = direction;
  return receiver.hasNext ? receiver.next : sender.acknowledged;
}

/** Keeps what this segment shows of both ends. A RST's numbers may be anything, so they don't replace what others have shown. */
function follow(direction: Direction, text: SegmentText, segment: Segment): void {
  const { sender } = direction;
  const { flags } = text;
  const isRst = (flags & RST) !== 0;
  sender.latest = segment.sequence;
  if (text.hasAcknowledgment && !(isRst && sender.hasAcknowledged)) {
    sender.acknowledged = segment.acknowledgment;
    sender.hasAcknowledged = true;
  }
  if (isRst) return;
  if (!text.hasSequence) return;
  const isSyn = (flags & SYN) !== 0;
  const end = (segment.sequence + text.payloadBytes + (isSyn ? 1 : 0) + ((flags & FIN) !== 0 ? 1 : 0)) | 0;
  if (isSyn && (!sender.hasInitial || sender.initial !== segment.sequence)) {
    sender.initial = segment.sequence;
    sender.hasInitial = true;
    sender.hasNext = false;
  }
  if (!sender.hasNext || ((end - sender.next) | 0) > 0) sender.next = end; // else a retransmission
  sender.hasNext = true;
}
