import {
  ACK,
  FIN,
  type IcmpError,
  OPTION_FAST_OPEN,
  OPTION_MPTCP,
  OPTION_MSS,
  OPTION_SACK,
  OPTION_SACK_PERMITTED,
  OPTION_TIMESTAMPS,
  OPTION_WINDOW_SCALE,
  type PacketSink,
  RST,
  type Segment,
  SYN,
} from '@fivewhys/capture';
import { ConnectionTable } from './connection-table.ts';
import { isCopy } from './copies.ts';
import { Exhibits } from './exhibits.ts';
import {
  HISTORY_ACK,
  HISTORY_DATA,
  HISTORY_FIN,
  HISTORY_GAP,
  HISTORY_MULTIPLE_FLAGS,
  HISTORY_RESET,
  HISTORY_RETRANSMISSION,
  HISTORY_SYN,
  HISTORY_SYN_ACK,
  HISTORY_ZERO_WINDOW,
  historyLetterCodes,
} from './history.ts';
import * as at from './layout.ts';
import { chooseResponder } from './originator.ts';
import { SegmentLog } from './segment-log.ts';
import { TrackingTallies } from './tracking-tallies.ts';

/** A hole that is filled within this time was reordered, not lost: Wireshark's bound when the handshake did not give a round-trip time. */
const reorderingNs = 3e6;

/** How far ahead of what is known a number may jump before it is taken for a new beginning and not for a hole (2^30: the largest scaled window). */
const mostPlausibleJump = 0x4000_0000;

/** Called when a connection is complete: the tracker lets it go, or the capture ended. */
export type ReleaseListener = (tracker: Tracker, slot: number) => void;

/**
 * Follows every TCP connection of a capture, segment by segment, in rows of typed arrays. It is the hot path: nothing is allocated per segment.
 *
 * What it knows of a connection is read with `describeConnection` when the connection is released.
 */
export class Tracker implements PacketSink {
  readonly table: ConnectionTable;
  readonly log = new SegmentLog();
  readonly exhibits = new Exhibits();
  readonly tallies = new TrackingTallies();
  readonly #listener: ReleaseListener;
  #nextStream = 0;

  constructor(listener: ReleaseListener) {
    this.#listener = listener;
    this.table = new ConnectionTable((slot) => this.#release(slot));
  }

  segment(segment: Segment, bytes: Uint8Array): void {
    const { table } = this;
    let slot = table.find(segment);
    const synOnly = (segment.flags & (SYN | ACK)) === SYN;
    if (slot < 0) {
      slot = this.#open(segment, -1);
    } else if (synOnly) {
      const half = slot * at.rowWords + at.HALF + table.direction * at.halfWords;
      if ((table.words[half + at.BITS] & at.HALF_ISN_KNOWN) !== 0 && table.words[half + at.ISN] !== segment.sequence) {
        slot = this.#open(segment, slot);
      }
    }
    this.#track(slot, table.direction, segment, bytes);
  }

  icmpError(error: IcmpError): void {
    this.tallies.icmpErrors += 1;
    const slot = this.table.findQuoted(error);
    if (slot < 0) {
      this.tallies.unmatchedIcmpErrors += 1;
      return;
    }
    this.table.words[slot * at.rowWords + at.STATE] |= at.STATE_EXHIBIT;
    this.exhibits.addIcmpError(this, slot, this.table.direction, error);
  }

  /** The capture ended: releases what is still tracked, in the order of streams. */
  end(): void {
    const { words } = this.table;
    const live: number[] = [];
    for (let slot = 0; slot < this.table.used; slot += 1) {
      if ((words[slot * at.rowWords + at.STATE] & at.STATE_LIVE) !== 0) live.push(slot);
    }
    live.sort((a, b) => words[a * at.rowWords + at.STREAM] - words[b * at.rowWords + at.STREAM]);
    for (const slot of live) this.#release(slot);
    this.tallies.evicted = this.table.evicted;
  }

  #release(slot: number): void {
    this.#listener(this, slot);
    const row = slot * at.rowWords;
    const { words } = this.table;
    if (words[row + at.TAIL_BLOCK] >= 0) this.log.freeTail(words[row + at.TAIL_BLOCK]);
    if ((words[row + at.STATE] & at.STATE_EXHIBIT) !== 0) this.exhibits.drop(slot);
  }

  #open(segment: Segment, predecessor: number): number {
    const isSyn = (segment.flags & SYN) !== 0;
    const hasAck = (segment.flags & ACK) !== 0;
    const flipped = isSyn ? hasAck : chooseResponder(segment) === 'source';
    const slot = this.table.open(segment, flipped, predecessor, segment.instantNs);
    this.log.reserve(slot);
    const { words, times } = this.table;
    const row = slot * at.rowWords;
    words[row + at.STREAM] = this.#nextStream;
    this.#nextStream += 1;
    this.tallies.connections += 1;
    if (isSyn) words[row + at.STATE] |= hasAck ? at.STATE_BY_SYN_ACK : at.STATE_BY_SYN;
    words[row + at.FIRST_FRAME] = segment.frame;
    words[row + at.TAIL_BLOCK] = -1;
    words[row + at.INTERFACE] = segment.interfaceId;
    times[slot * at.rowTimes + at.FIRST_INSTANT] = segment.instantNs;
    for (let side = 0; side < 2; side += 1) {
      const half = row + at.HALF + side * at.halfWords;
      words[half + at.HANDSHAKE_TTL] = -1;
      words[half + at.TTL_LOWEST] = -1;
      words[half + at.TTL_HIGHEST] = -1;
      words[half + at.IP_ID] = -1;
      times[slot * at.rowTimes + at.HALF_TIMES + side * at.halfTimes + at.HALF_PAYLOAD_BYTES] = 0;
    }
    if (flipped) {
      words[row + at.STATE] |= at.STATE_FLIPPED;
      this.#appendHistory(row, 0x5e); // ^
    }
    return slot;
  }

  #track(slot: number, direction: number, segment: Segment, bytes: Uint8Array): void {
    const { words, times } = this.table;
    const row = slot * at.rowWords;
    const own = row + at.HALF + direction * at.halfWords;
    const other = row + at.HALF + (1 - direction) * at.halfWords;
    const rowTime = slot * at.rowTimes;
    const ownTime = rowTime + at.HALF_TIMES + direction * at.halfTimes;
    const { flags, sequence, acknowledgment, payloadBytes, instantNs, frame } = segment;
    const isSyn = (flags & SYN) !== 0;
    const hasAck = (flags & ACK) !== 0;
    const bits = words[own + at.BITS];

    words[row + at.FRAMES] += 1;
    words[row + at.LAST_FRAME] = frame;
    times[rowTime + at.LAST_INSTANT] = instantNs;

    if (segment.malformed !== 0) return;
    const isReset = (flags & RST) !== 0;
    if (isReset || (bits & at.HALF_NEXT_KNOWN) !== 0) {
      // Only something already seen can be a copy: nothing new in sequence or acknowledgment.
      const advance = (sequence + payloadBytes + ((flags & (SYN | FIN)) === 0 ? 0 : 1) - words[own + at.NEXT]) | 0;
      if (
        (isReset || (advance <= 0 && ((acknowledgment - words[own + at.ACKED]) | 0) <= 0)) &&
        isCopy(this.log, slot, words[row + at.LOGGED], words[row + at.TAIL_BLOCK], segment, direction === 1)
      ) {
        this.#noteCopy(row, segment, direction);
        return;
      }
    }
    if (isReset) {
      this.#trackReset(slot, direction, segment, bytes);
      return;
    }

    // Header fields that describe the sender.
    if (words[own + at.SEGMENTS] === 0) words[own + at.FIRST_SEGMENT_FRAME] = frame;
    words[own + at.SEGMENTS] += 1;
    words[own + at.LAST_SEGMENT_FRAME] = frame;
    words[own + at.WINDOW] = segment.window;
    times[ownTime + at.HALF_LAST_INSTANT] = instantNs;
    if (segment.ipId > 0) words[own + at.IP_ID] = segment.ipId;
    if ((segment.options & OPTION_TIMESTAMPS) !== 0) {
      if ((bits & at.HALF_TIMESTAMPS) === 0) {
        words[own + at.BITS] |= at.HALF_TIMESTAMPS;
        words[own + at.TIMESTAMP_FIRST] = segment.timestampValue;
        times[ownTime + at.HALF_TIMESTAMP_INSTANT] = instantNs;
      }
      words[own + at.TIMESTAMP_LAST] = segment.timestampValue;
    }
    if ((segment.options & OPTION_SACK) !== 0) words[own + at.BITS] |= at.HALF_SACKED;

    if (isSyn) this.#trackSyn(slot, direction, segment);
    else this.#trackTtl(own, segment.ttl);

    this.#trackSequence(slot, direction, segment);

    if (hasAck) {
      this.#trackAcknowledgment(slot, direction, segment);
      if ((words[other + at.BITS] & at.HALF_ISN_KNOWN) === 0) {
        words[other + at.BITS] |= at.HALF_ISN_KNOWN;
        words[other + at.ISN] = (acknowledgment - 1) | 0;
      }
    }

    if (payloadBytes > 0) {
      words[own + at.DATA_SEGMENTS] += 1;
      words[own + at.LAST_DATA_FRAME] = frame;
      this.#letter(row, own, direction, HISTORY_DATA);
    } else if (hasAck && (flags & (SYN | FIN)) === 0) {
      this.#letter(row, own, direction, HISTORY_ACK);
    }
    if (segment.window === 0 && !isSyn) {
      words[own + at.ZERO_WINDOWS] += 1;
      this.#letter(row, own, direction, HISTORY_ZERO_WINDOW);
    }
    if ((flags & FIN) !== 0) this.#trackFin(slot, direction, segment);

    this.#keep(slot, segment, direction);
  }

  /** TTLs of ordinary segments; `seen` keeps the range. */
  #trackTtl(own: number, ttl: number): void {
    if (ttl < 0) return;
    const { words } = this.table;
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

  #trackSyn(slot: number, direction: number, segment: Segment): void {
    const { words, times } = this.table;
    const row = slot * at.rowWords;
    const own = row + at.HALF + direction * at.halfWords;
    const rowTime = slot * at.rowTimes;
    const hasAck = (segment.flags & ACK) !== 0;
    if (hasAck && words[row + at.ODD_ACKS] > 0 && (words[own + at.BITS] & at.HALF_SYN_ACK) === 0) {
      this.#startOver(row, own, row + at.HALF);
    }
    words[own + at.SYNS] += 1;
    words[own + at.BITS] |= hasAck ? at.HALF_SYN_ACK : at.HALF_SYN;
    if (words[own + at.SYN_FRAME] === 0) {
      words[own + at.SYN_FRAME] = segment.frame;
      words[own + at.HANDSHAKE_TTL] = segment.ttl;
      words[own + at.SYN_OPTIONS] = segment.options;
      if ((segment.options & OPTION_MSS) !== 0) words[own + at.MSS] = segment.mss;
      if ((segment.options & OPTION_WINDOW_SCALE) !== 0) {
        words[own + at.BITS] |= at.HALF_WINDOW_SCALE;
        words[own + at.WINDOW_SCALE] = segment.windowScale;
      }
      if ((segment.options & OPTION_SACK_PERMITTED) !== 0) words[own + at.BITS] |= at.HALF_SACK_PERMITTED;
      if ((segment.options & OPTION_FAST_OPEN) !== 0) words[own + at.BITS] |= at.HALF_FAST_OPEN;
      if ((segment.options & OPTION_MPTCP) !== 0) words[own + at.BITS] |= at.HALF_MPTCP;
      times[rowTime + (hasAck ? at.SYN_ACK_INSTANT : at.SYN_INSTANT)] = segment.instantNs;
    }
    this.#letter(row, own, direction, hasAck ? HISTORY_SYN_ACK : HISTORY_SYN);
    if ((segment.flags & FIN) !== 0) this.#letter(row, own, direction, HISTORY_MULTIPLE_FLAGS);
  }

  /**
   * A SYN-ACK after all, to a SYN that bare ACKs had answered before: those came from the socket that the SYN ran into (or its RST was acted on there),
   * so their numbers say nothing about this connection.
   */
  #startOver(row: number, responder: number, originator: number): void {
    const { words } = this.table;
    words[responder + at.BITS] &= ~(at.HALF_NEXT_KNOWN | at.HALF_ACKED_KNOWN | at.HALF_GONE | at.HALF_TIMESTAMPS);
    words[originator + at.BITS] &= ~at.HALF_GONE;
    words[row + at.STATE] &= ~(at.STATE_CLOSED | at.STATE_RESET);
  }

  #trackSequence(slot: number, direction: number, segment: Segment): void {
    const { words, times } = this.table;
    const row = slot * at.rowWords;
    const own = row + at.HALF + direction * at.halfWords;
    const ownTime = slot * at.rowTimes + at.HALF_TIMES + direction * at.halfTimes;
    const { sequence, payloadBytes, flags, instantNs } = segment;
    const isSyn = (flags & SYN) !== 0;
    const length = payloadBytes + (isSyn ? 1 : 0) + ((flags & FIN) !== 0 ? 1 : 0);
    const end = (sequence + length) | 0;
    const bits = words[own + at.BITS];
    if ((bits & at.HALF_NEXT_KNOWN) === 0) {
      words[own + at.BITS] = bits | at.HALF_NEXT_KNOWN | at.HALF_ISN_KNOWN;
      if ((bits & at.HALF_ISN_KNOWN) === 0 || isSyn) words[own + at.ISN] = isSyn ? sequence : (sequence - 1) | 0;
      words[own + at.NEXT] = end;
      times[ownTime + at.HALF_PAYLOAD_BYTES] += payloadBytes;
      return;
    }
    const next = words[own + at.NEXT];
    const advance = (end - next) | 0;
    if (advance > 0) {
      const skipped = (sequence - next) | 0;
      if (skipped > 0 && skipped < mostPlausibleJump)
        this.#noteHole(row, own, ownTime, direction, next, sequence, instantNs);
      // A segment may begin with bytes sent before: only what lies beyond is new.
      times[ownTime + at.HALF_PAYLOAD_BYTES] += skipped < 0 ? Math.max(payloadBytes + skipped, 0) : payloadBytes;
      words[own + at.NEXT] = end;
      return;
    }
    if (length === 0) return;
    if (payloadBytes <= 1 && !isSyn && (flags & FIN) === 0 && ((sequence - next) | 0) === -1) {
      words[own + at.KEEP_ALIVES] += 1; // RFC 9293 section 3.8.4: one byte, or none, below SND.NXT
      return;
    }
    this.#noteOldSequence(row, own, ownTime, direction, segment, end);
  }

  #noteHole(
    row: number,
    own: number,
    ownTime: number,
    direction: number,
    left: number,
    right: number,
    nowNs: number,
  ): void {
    const { words, times } = this.table;
    words[own + at.HOLE_LEFT] = left;
    words[own + at.HOLE_RIGHT] = right;
    words[own + at.HOLES] += 1;
    times[ownTime + at.HALF_HOLE_INSTANT] = nowNs;
    this.#letter(row, own, direction, HISTORY_GAP);
  }

  /** Sequence numbers below the highest: they fill the newest hole (reordered, or lost before the vantage and sent again), or were seen already. */
  #noteOldSequence(row: number, own: number, ownTime: number, direction: number, segment: Segment, end: number): void {
    const { words, times } = this.table;
    const left = words[own + at.HOLE_LEFT];
    const right = words[own + at.HOLE_RIGHT];
    const { sequence } = segment;
    const fills = left !== right && ((sequence - left) | 0) >= 0 && ((right - end) | 0) >= 0;
    if (fills) {
      times[ownTime + at.HALF_PAYLOAD_BYTES] += segment.payloadBytes;
      if (sequence === left) words[own + at.HOLE_LEFT] = end;
      else if (end === right) words[own + at.HOLE_RIGHT] = sequence;
      if (words[own + at.HOLE_LEFT] === words[own + at.HOLE_RIGHT]) words[own + at.HOLES] -= 1;
      if (segment.instantNs - times[ownTime + at.HALF_HOLE_INSTANT] < reorderingNs) {
        words[own + at.OUT_OF_ORDER] += 1;
        return;
      }
    }
    words[own + at.RETRANSMISSIONS] += 1;
    this.#letter(row, own, direction, HISTORY_RETRANSMISSION);
  }

  #trackAcknowledgment(slot: number, direction: number, segment: Segment): void {
    const { words, times } = this.table;
    const row = slot * at.rowWords;
    const own = row + at.HALF + direction * at.halfWords;
    const other = row + at.HALF + (1 - direction) * at.halfWords;
    const { acknowledgment, flags } = segment;
    const bits = words[own + at.BITS];
    if ((bits & at.HALF_ACKED_KNOWN) === 0) {
      words[own + at.BITS] = bits | at.HALF_ACKED_KNOWN;
      words[own + at.ACKED] = acknowledgment;
      if (direction === 0 && (words[other + at.BITS] & at.HALF_SYN_ACK) !== 0) {
        words[row + at.HANDSHAKE_ACK_FRAME] = segment.frame;
        times[slot * at.rowTimes + at.HANDSHAKE_ACK_INSTANT] = segment.instantNs;
      }
    } else {
      const advance = (acknowledgment - words[own + at.ACKED]) | 0;
      if (advance > 0) words[own + at.ACKED] = acknowledgment;
      else if (advance === 0 && segment.payloadBytes === 0 && (flags & (SYN | FIN)) === 0)
        words[own + at.DUPLICATE_ACKS] += 1;
    }
    const otherBits = words[other + at.BITS];
    if ((otherBits & at.HALF_NEXT_KNOWN) === 0) return;
    // An answer to a SYN that is no SYN-ACK and does not acknowledge it: from a socket that the SYN ran into.
    if (
      (flags & SYN) === 0 &&
      (otherBits & at.HALF_SYN) !== 0 &&
      (bits & (at.HALF_SYN | at.HALF_SYN_ACK)) === 0 &&
      acknowledgment !== ((words[other + at.ISN] + 1) | 0) &&
      words[other + at.SEGMENTS] === words[other + at.SYNS]
    ) {
      if (words[row + at.ODD_ACKS] === 0) words[row + at.ODD_ACK_FRAME] = segment.frame;
      words[row + at.ODD_ACKS] += 1;
      return;
    }
    const beyond = (acknowledgment - words[other + at.NEXT]) | 0;
    if (beyond > 0 && beyond < mostPlausibleJump) words[row + at.STATE] |= at.STATE_ACKED_UNSEEN;
    if (
      (otherBits & (at.HALF_FIN | at.HALF_FIN_ACKED)) === at.HALF_FIN &&
      ((acknowledgment - words[other + at.FIN_SEQUENCE]) | 0) > 0
    ) {
      words[other + at.BITS] |= at.HALF_FIN_ACKED;
      if ((words[own + at.BITS] & at.HALF_FIN_ACKED) !== 0) words[row + at.STATE] |= at.STATE_CLOSED;
    }
  }

  #trackFin(slot: number, direction: number, segment: Segment): void {
    const { words, times } = this.table;
    const row = slot * at.rowWords;
    const own = row + at.HALF + direction * at.halfWords;
    if ((words[own + at.BITS] & at.HALF_FIN) !== 0) return;
    words[own + at.BITS] |= at.HALF_FIN;
    words[own + at.FIN_SEQUENCE] = (segment.sequence + segment.payloadBytes) | 0;
    words[own + at.FIN_FRAME] = segment.frame;
    times[slot * at.rowTimes + at.HALF_TIMES + direction * at.halfTimes + at.HALF_FIN_INSTANT] = segment.instantNs;
    const closedFirst = at.STATE_ORIGINATOR_CLOSED_FIRST | at.STATE_RESPONDER_CLOSED_FIRST;
    if ((words[row + at.STATE] & closedFirst) === 0) {
      words[row + at.STATE] |= direction === 0 ? at.STATE_ORIGINATOR_CLOSED_FIRST : at.STATE_RESPONDER_CLOSED_FIRST;
    }
    this.#letter(row, own, direction, HISTORY_FIN);
  }

  /** A RST is kept with the state of both ends before it; it changes none of their sequence state, for it may be forged or ignored. */
  #trackReset(slot: number, direction: number, segment: Segment, bytes: Uint8Array): void {
    const { words, times } = this.table;
    const row = slot * at.rowWords;
    const own = row + at.HALF + direction * at.halfWords;
    const other = row + at.HALF + (1 - direction) * at.halfWords;
    words[row + at.RESET_FRAMES] += 1;
    words[own + at.RESETS] += 1;
    words[row + at.STATE] |= at.STATE_EXHIBIT;
    this.tallies.resetFrames += 1;
    const reset = this.exhibits.addReset(this, slot, direction, segment, bytes);
    if (reset.effect === 'accepted' || reset.effect === 'unknown') {
      words[row + at.STATE] |= at.STATE_CLOSED | at.STATE_RESET;
      words[own + at.BITS] |= at.HALF_GONE;
    }
    if (reset.effect === 'accepted') words[other + at.BITS] |= at.HALF_GONE;
    // Wireshark takes the first number that it sees of a direction for its base, RST or not; streams are numbered by it.
    if ((words[own + at.BITS] & at.HALF_ISN_KNOWN) === 0) {
      words[own + at.BITS] |= at.HALF_ISN_KNOWN;
      words[own + at.ISN] = (segment.sequence - ((segment.flags & SYN) !== 0 ? 0 : 1)) | 0;
    }
    if ((segment.flags & ACK) !== 0 && (words[other + at.BITS] & at.HALF_ISN_KNOWN) === 0) {
      words[other + at.BITS] |= at.HALF_ISN_KNOWN;
      words[other + at.ISN] = (segment.acknowledgment - 1) | 0;
    }
    times[slot * at.rowTimes + at.HALF_TIMES + direction * at.halfTimes + at.HALF_LAST_INSTANT] = segment.instantNs;
    this.#letter(row, own, direction, HISTORY_RESET);
    if ((segment.flags & SYN) !== 0) this.#letter(row, own, direction, HISTORY_MULTIPLE_FLAGS);
    this.#keep(slot, segment, direction);
  }

  /** A copy is counted, but is no retransmission and moves no state. A copied RST is still a RST frame. */
  #noteCopy(row: number, segment: Segment, direction: number): void {
    const { words } = this.table;
    words[row + at.COPIES] += 1;
    this.tallies.copies += 1;
    if ((segment.flags & RST) === 0) return;
    words[row + at.RESET_FRAMES] += 1;
    words[row + at.HALF + direction * at.halfWords + at.RESETS] += 1;
    this.tallies.resetFrames += 1;
    this.exhibits.addCopiedResetFrame(row / at.rowWords, segment.frame);
  }

  #keep(slot: number, segment: Segment, direction: number): void {
    const { words } = this.table;
    const row = slot * at.rowWords;
    const logged = words[row + at.LOGGED];
    words[row + at.TAIL_BLOCK] = this.log.append(slot, logged, words[row + at.TAIL_BLOCK], segment, direction === 1);
    words[row + at.LOGGED] = logged + 1;
    if ((words[row + at.STATE] & at.STATE_EXHIBIT) !== 0) this.exhibits.addAfter(slot, segment, direction === 1);
  }

  #letter(row: number, own: number, direction: number, letter: number): void {
    const { words } = this.table;
    const bit = 1 << (at.HALF_LETTERS_SHIFT + letter);
    if ((words[own + at.BITS] & bit) !== 0) return;
    words[own + at.BITS] |= bit;
    const code = historyLetterCodes[letter];
    this.#appendHistory(row, direction === 0 ? code : code | 0x20);
  }

  #appendHistory(row: number, code: number): void {
    const { words } = this.table;
    const length = words[row + at.HISTORY_LENGTH];
    if (length >= at.historyCapacity) return;
    words[row + at.HISTORY + (length >> 2)] |= code << ((length & 3) * 8);
    words[row + at.HISTORY_LENGTH] = length + 1;
  }
}
