import {
  ACK,
  FIN,
  FLIGHT_FLAGS,
  flightOffset,
  HEADER_TOO_SHORT,
  IcmpError,
  kindBits,
  kindShift,
  OPTION_SACK,
  OPTION_TIMESTAMPS,
  PACKET_IS_ICMP_ERROR,
  PACKET_IS_PAYLOAD,
  PACKET_IS_SEGMENT,
  type PacketFollower,
  PacketRing,
  RST,
  SEGMENT_NOTED,
  SEGMENT_TLS_DATA,
  type Segment,
  SegmentRecord,
  SYN,
} from '@fivewhys/capture';
import { ConnectionTable, tableBytes } from './connection-table.ts';
import { Conversations } from './conversation/conversations.ts';
import { isCopy } from './copies.ts';
import { Cursor } from './cursor.ts';
import { Exhibits } from './exhibits.ts';
import { HeaderPrediction, predictionBytes } from './header-prediction.ts';
import { HISTORY_ACK, HISTORY_DATA, HISTORY_MULTIPLE_FLAGS, HISTORY_RESET, HISTORY_ZERO_WINDOW } from './history.ts';
import * as at from './layout.ts';
import { noteSilence } from './note-silence.ts';
import { chooseResponder } from './originator.ts';
import { logBytes, SegmentLog } from './segment-log.ts';
import { SmallerResends } from './smaller-resends.ts';
import { trackAcknowledgment } from './track-acknowledgment.ts';
import { trackFin, trackSyn } from './track-ends.ts';
import { beginsAnother, trackFlags } from './track-flags.ts';
import { trackSequence } from './track-sequence.ts';
import { TrackingTallies } from './tracking-tallies.ts';

const directionTurned = 0x5e; // ^
const noPayload = new Uint8Array(0);

/** Called when a connection is complete: the tracker lets it go, or the capture ended. */
export type ReleaseListener = (tracker: Tracker, slot: number) => void;

/**
 * Follows every TCP connection of a capture, segment by segment, in rows of typed arrays. It is the hot path: nothing is allocated per segment.
 *
 * What it knows of a connection is read with `describeConnection` when the connection is released.
 */
export class Tracker implements PacketFollower {
  readonly ring = new PacketRing(tableBytes + logBytes + predictionBytes);
  readonly table: ConnectionTable;
  readonly log = new SegmentLog(this.ring);
  readonly exhibits = new Exhibits(this);
  readonly conversations = new Conversations(this.ring);
  readonly smallerResends = new SmallerResends(this.log);
  readonly tallies = new TrackingTallies();
  readonly #listener: ReleaseListener;
  readonly #cursor: Cursor;
  readonly #prediction: HeaderPrediction;
  readonly #segment = new SegmentRecord(this.ring);
  readonly #icmpError = new IcmpError();
  /** Position of the packet that is followed next. */
  #next = this.ring.next;
  #nextStream = 0;
  /** Of the RST that comes next. */
  #payload: Uint8Array[] = [];

  constructor(listener: ReleaseListener) {
    this.#listener = listener;
    this.table = new ConnectionTable(this.ring, (slot) => {
      listener(this, slot);
      this.#giveUp(slot);
    });
    this.#cursor = new Cursor(this.table);
    this.#prediction = new HeaderPrediction(this.ring, this.table, this.log);
  }

  segment(segment: Segment, bytes: Uint8Array): void {
    this.ring.segment(segment, bytes);
    this.written();
  }

  /** Of packets that this thread writes and follows itself there is always room for one more batch. */
  makeRoom(): void {}

  written(): void {
    if (((this.ring.next - this.#next) | 0) >= at.mostWarmed) this.followTo(this.ring.next);
  }

  icmpError(error: IcmpError): void {
    this.ring.icmpError(error);
  }

  /** Follows the packets of the ring up to the one before `end`, in their order. */
  followTo(end: number): void {
    const { ring, table } = this;
    const prediction = this.#prediction;
    for (;;) {
      const position = prediction.follow(this.#next, end);
      this.#next = position;
      if (position === end) return;
      const kind = (ring.flight[flightOffset(position) + FLIGHT_FLAGS] >> kindShift) & kindBits;
      // A note is read with its segment.
      if (kind === PACKET_IS_ICMP_ERROR) this.#followIcmpError(position);
      else if (kind === PACKET_IS_PAYLOAD) this.#payload.push(ring.readPayload(position));
      else if (kind === PACKET_IS_SEGMENT) {
        table.direction = prediction.direction;
        table.hash = prediction.hash;
        this.#follow(position, prediction.slot);
      }
      this.#next = (position + 1) | 0;
    }
  }

  /** @param slot of the segment's tuple, or -1 */
  #follow(position: number, slot: number): void {
    const cursor = this.#cursor;
    const segment = this.#segment;
    segment.moveTo(position);
    if (slot < 0) {
      this.#open(segment, -1);
    } else {
      cursor.moveTo(slot, this.table.direction);
      const isLone = (cursor.words[cursor.row + at.STATE] & at.STATE_LONE_RESET) !== 0;
      // A SYN mostly begins another connection on the same 4-tuple, and then the one before stays as it is.
      if (isLone && (segment.flags & (SYN | ACK)) !== SYN) this.exhibits.settle(slot);
      if ((segment.flags & SYN) !== 0 && this.#isAnotherBeginning(segment)) this.#open(segment, slot);
      else if (isLone) this.exhibits.settle(slot);
    }
    if (segment.malformed !== 0) {
      this.#countOther(segment);
      if (segment.malformed === HEADER_TOO_SHORT) this.#noteBases(segment);
      this.#takePayload();
      return;
    }
    if (this.#mayBeCopy(segment) && isCopy(this.log, cursor, segment)) this.#noteCopy(segment);
    else if ((segment.flags & RST) !== 0) this.#trackReset(segment);
    else this.#track(segment);
  }

  #followIcmpError(position: number): void {
    const error = this.#icmpError;
    this.ring.readIcmpError(position, error);
    this.tallies.icmpErrors += 1;
    const slot = this.table.findQuoted(error);
    if (slot < 0) {
      this.tallies.unmatchedIcmpErrors += 1;
      return;
    }
    this.table.words[slot * at.rowWords + at.STATE] |= at.STATE_EXHIBIT;
    this.exhibits.addIcmpError(slot, this.table.direction, error);
  }

  /** The capture ended: releases what is still tracked, in the order of streams. */
  end(): void {
    this.followTo(this.ring.next);
    const { words, cold } = this.table;
    const live: number[] = [];
    // As long as no slot was used twice, slots are in the order of streams.
    let newest = -1;
    let isSorted = true;
    for (let slot = 0; slot < this.table.used; slot += 1) {
      if ((words[slot * at.rowWords + at.STATE] & at.STATE_LIVE) === 0) continue;
      const stream = cold[slot * at.coldWords + at.STREAM];
      if (stream < newest) isSorted = false;
      newest = stream;
      live.push(slot);
    }
    if (!isSorted) live.sort((a, b) => cold[a * at.coldWords + at.STREAM] - cold[b * at.coldWords + at.STREAM]);
    // All are told of before anything is given up: a connection is described together with its predecessor, which comes before it.
    for (const slot of live) this.#listener(this, slot);
    for (const slot of live) this.#giveUp(slot);
    this.tallies.evicted = this.table.evicted;
  }

  #giveUp(slot: number): void {
    const row = slot * at.rowWords;
    const { words } = this.table;
    words[row + at.LOGGED] = 0;
    if ((words[row + at.STATE] & at.STATE_EXHIBIT) !== 0) this.exhibits.drop(slot);
    if ((words[row + at.STATE] & at.STATE_RESENT_SMALLER) !== 0) this.smallerResends.drop(slot);
  }

  /**
   * A SYN with another initial sequence number than the one known opens a new connection on the same 4-tuple; a SYN-ACK with another one only replaces the
   * number. So does Wireshark 4 for tcp.stream, also with RST in it and when the header is damaged.
   */
  #isAnotherBeginning(segment: SegmentRecord): boolean {
    const { words, cold, ownCold, ownState } = this.#cursor;
    if (segment.numbersUnknown !== 0) return (segment.flags & ACK) === 0 && beginsAnother(this.#cursor);
    if ((words[ownState + at.BITS] & at.HALF_ISN_KNOWN) === 0 || cold[ownCold + at.ISN] === segment.sequence)
      return false;
    if ((segment.flags & ACK) === 0) return true;
    cold[ownCold + at.ISN] = segment.sequence;
    return false;
  }

  /** Opens a connection and moves the cursor to it. */
  #open(segment: SegmentRecord, predecessor: number): void {
    const isSyn = (segment.flags & SYN) !== 0;
    const hasAck = (segment.flags & ACK) !== 0;
    const flipped = isSyn ? hasAck : chooseResponder(segment) === 'source';
    const slot = this.table.open(segment.position, flipped, predecessor);
    const cursor = this.#cursor;
    cursor.moveTo(slot, this.table.direction);
    const { words, row, cold, coldRow } = cursor;
    cold[coldRow + at.STREAM] = this.#nextStream;
    this.#nextStream += 1;
    this.tallies.connections += 1;
    if (isSyn) words[row + at.STATE] |= hasAck ? at.STATE_BY_SYN_ACK : at.STATE_BY_SYN;
    if (segment.numbersUnknown !== 0) words[row + at.STATE] |= at.STATE_NUMBERS_UNKNOWN;
    cold[coldRow + at.FIRST_FRAME] = segment.frame;
    cold[coldRow + at.INTERFACE] = segment.interfaceId;
    cursor.coldTimes[cursor.coldTime + at.FIRST_INSTANT] = segment.instantNs;
    for (let side = 0; side < 2; side += 1) {
      const half = row + at.HALF + side * at.halfWords;
      cold[coldRow + side * at.halfColdWords + at.HANDSHAKE_TTL] = -1;
      words[half + at.TTL_LOWEST] = -1;
      words[half + at.TTL_HIGHEST] = -1;
      words[half + at.IP_ID] = -1;
    }
    if (flipped) {
      words[row + at.STATE] |= at.STATE_FLIPPED;
      cursor.appendToHistory(directionTurned);
    }
  }

  /** Only something already seen can be a copy: nothing new in sequence or acknowledgment. RSTs move neither. */
  #mayBeCopy(segment: SegmentRecord): boolean {
    const { words, ownState } = this.#cursor;
    if (segment.numbersUnknown !== 0) return false;
    if ((segment.flags & RST) !== 0) return true;
    if ((words[ownState + at.BITS] & at.HALF_NEXT_KNOWN) === 0) return false;
    const length = segment.payloadBytes + ((segment.flags & (SYN | FIN)) === 0 ? 0 : 1);
    return (
      ((segment.sequence + length - words[ownState + at.NEXT]) | 0) <= 0 &&
      ((segment.acknowledgment - words[ownState + at.ACKED]) | 0) <= 0
    );
  }

  #track(segment: SegmentRecord): void {
    const cursor = this.#cursor;
    noteSilence(cursor, segment);
    const { words, own } = cursor;
    const { flags, payloadBytes } = segment;
    const isSyn = (flags & SYN) !== 0;
    const hasNumbers = segment.numbersUnknown === 0;
    if (payloadBytes > 0 && hasNumbers) this.smallerResends.follow(cursor, segment);
    this.#trackSender(segment);
    if (isSyn) trackSyn(cursor, segment);
    else this.#trackTtl(segment.ttl);
    if (hasNumbers) {
      trackSequence(cursor, segment);
      if ((flags & ACK) !== 0) {
        trackAcknowledgment(cursor, segment);
        if ((words[cursor.otherState + at.BITS] & at.HALF_RESENT_SMALLER) !== 0)
          this.smallerResends.followAnswer(cursor, segment);
      }
    } else {
      trackFlags(cursor, segment);
    }
    if (payloadBytes > 0) {
      words[own + at.DATA_SEGMENTS] += 1;
      words[own + at.LAST_DATA_FRAME] = segment.frame;
      cursor.letter(HISTORY_DATA);
      this.#takeNote(segment);
    } else if ((flags & (ACK | SYN | FIN)) === ACK) {
      cursor.letter(HISTORY_ACK);
    }
    if (segment.window === 0 && !isSyn && hasNumbers) {
      cursor.cold[cursor.ownCold + at.ZERO_WINDOWS] += 1;
      cursor.letter(HISTORY_ZERO_WINDOW);
    }
    if ((flags & FIN) !== 0) trackFin(cursor, segment);
    this.#keep(segment);
  }

  /** What the payload begins with, where the reader noted it. */
  #takeNote(segment: SegmentRecord): void {
    const { words, times, row, ownState, ownTime, slot, direction } = this.#cursor;
    const flags = this.ring.flight[flightOffset(segment.position) + FLIGHT_FLAGS];
    if ((flags & (SEGMENT_NOTED | SEGMENT_TLS_DATA)) === 0) return;
    if ((words[row + at.STATE] & at.STATE_SPOKEN) === 0) {
      words[row + at.STATE] |= at.STATE_SPOKEN;
      this.conversations.begin(slot);
    }
    if ((flags & SEGMENT_TLS_DATA) !== 0) {
      words[ownState + at.BITS] |= at.HALF_TLS_DATA;
      this.conversations.takeTlsData(slot, direction, segment);
    } else if (this.conversations.take(slot, direction, segment, times[ownTime + at.HALF_PAYLOAD_BYTES])) {
      words[row + at.STATE] |= at.STATE_SAYS_FAILURE;
    }
  }

  /** Header fields that describe the sender. */
  #trackSender(segment: SegmentRecord): void {
    const cursor = this.#cursor;
    const { words, own, ownState } = cursor;
    words[own + at.SEGMENTS] += 1;
    words[own + at.LAST_SEGMENT_FRAME] = segment.frame;
    words[own + at.WINDOW] = segment.window;
    cursor.times[cursor.ownTime + at.HALF_LAST_INSTANT] = segment.instantNs;
    if (segment.ipId > 0) words[own + at.IP_ID] = segment.ipId;
    if ((segment.options & OPTION_TIMESTAMPS) !== 0) {
      if ((words[ownState + at.BITS] & at.HALF_TIMESTAMPS) === 0) {
        words[ownState + at.BITS] |= at.HALF_TIMESTAMPS;
        cursor.cold[cursor.ownCold + at.TIMESTAMP_FIRST] = segment.timestampValue;
        cursor.coldTimes[cursor.ownColdTime + at.HALF_TIMESTAMP_INSTANT] = segment.instantNs;
      }
      words[own + at.TIMESTAMP_LAST] = segment.timestampValue;
    }
    if ((segment.options & OPTION_SACK) !== 0) words[ownState + at.BITS] |= at.HALF_SACKED;
  }

  /** The range of TTLs of ordinary segments. */
  #trackTtl(ttl: number): void {
    if (ttl < 0) return;
    const { words, own } = this.#cursor;
    const lowest = words[own + at.TTL_LOWEST];
    if (lowest === ttl) return; // the usual case; highest is then at least as high
    if (lowest < 0) {
      words[own + at.TTL_LOWEST] = ttl;
      words[own + at.TTL_HIGHEST] = ttl;
      return;
    }
    if (ttl < lowest) words[own + at.TTL_LOWEST] = ttl;
    if (ttl > words[own + at.TTL_HIGHEST]) words[own + at.TTL_HIGHEST] = ttl;
  }

  /** A RST is kept with the state of both ends before it; it changes none of their sequence state, for it may be forged or ignored. */
  #trackReset(segment: SegmentRecord): void {
    const cursor = this.#cursor;
    const { words, row, cold, coldRow, ownCold, ownState, otherState } = cursor;
    this.#countOther(segment);
    words[row + at.STATE] |= at.STATE_EXHIBIT;
    const { effect } = this.exhibits.addReset(cursor.slot, cursor.direction, segment, this.#takePayload());
    cold[coldRow + at.RESET_FRAMES] += 1;
    cold[ownCold + at.RESETS] += 1;
    this.tallies.resetFrames += 1;
    if (effect === 'accepted' || effect === 'unknown') {
      words[row + at.STATE] |= at.STATE_CLOSED | at.STATE_RESET;
      words[ownState + at.BITS] |= at.HALF_GONE;
    }
    if (effect === 'accepted') words[otherState + at.BITS] |= at.HALF_GONE;
    if (segment.numbersUnknown === 0) this.#noteBases(segment);
    cursor.coldTimes[cursor.ownColdTime + at.HALF_RESET_INSTANT] = segment.instantNs;
    cursor.letter(HISTORY_RESET);
    if ((segment.flags & SYN) !== 0) cursor.letter(HISTORY_MULTIPLE_FLAGS);
    this.#keep(segment);
  }

  /** Counts a frame that is no segment of a half. */
  #countOther(segment: SegmentRecord): void {
    const { cold, coldRow, coldTimes, coldTime } = this.#cursor;
    cold[coldRow + at.OTHER_FRAMES] += 1;
    cold[coldRow + at.LAST_OTHER_FRAME] = segment.frame;
    coldTimes[coldTime + at.LAST_OTHER_INSTANT] = segment.instantNs;
  }

  /** What the records before the RST's hold of its payload. */
  #takePayload(): Uint8Array {
    const pieces = this.#payload;
    if (pieces.length === 0) return noPayload;
    this.#payload = [];
    return Uint8Array.from(pieces.flatMap((piece) => [...piece]));
  }

  /** Wireshark takes the first number that it sees of a direction for its base, of a RST, too, and of a header that is too short; streams are numbered by it. */
  #noteBases(segment: SegmentRecord): void {
    const { words, cold, ownCold, otherCold, ownState, otherState } = this.#cursor;
    if ((words[ownState + at.BITS] & at.HALF_ISN_KNOWN) === 0) {
      words[ownState + at.BITS] |= at.HALF_ISN_KNOWN;
      cold[ownCold + at.ISN] = (segment.sequence - ((segment.flags & SYN) !== 0 ? 0 : 1)) | 0;
    }
    if ((segment.flags & ACK) !== 0 && (words[otherState + at.BITS] & at.HALF_ISN_KNOWN) === 0) {
      words[otherState + at.BITS] |= at.HALF_ISN_KNOWN;
      cold[otherCold + at.ISN] = (segment.acknowledgment - 1) | 0;
    }
  }

  /** A copy is counted, but is no retransmission and moves no state. A copied RST is still a RST frame. */
  #noteCopy(segment: SegmentRecord): void {
    const { cold, coldRow, ownCold, slot } = this.#cursor;
    this.#countOther(segment);
    this.#takePayload();
    cold[coldRow + at.COPIES] += 1;
    this.tallies.copies += 1;
    if ((segment.flags & RST) === 0) return;
    cold[coldRow + at.RESET_FRAMES] += 1;
    cold[ownCold + at.RESETS] += 1;
    this.tallies.resetFrames += 1;
    this.exhibits.addCopiedResetFrame(slot, this.#cursor.direction, segment.frame);
  }

  #keep(segment: SegmentRecord): void {
    const { words, row, slot, direction } = this.#cursor;
    if ((words[row + at.STATE] & at.STATE_EXHIBIT) !== 0) this.exhibits.addAfter(slot, segment, direction);
    const logged = words[row + at.LOGGED];
    if (logged < at.headSegments) this.log.appendToHead(slot, logged, segment, direction);
    else words[row + at.NEWEST_LOGGED] = this.log.append(words[row + at.NEWEST_LOGGED], segment.position, direction);
    words[row + at.LOGGED] = logged + 1;
  }
}
