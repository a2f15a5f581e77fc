import * as record from '@fivewhys/capture';
import { addressKey } from './address-key.ts';
import type { Connection, Endpoint, KeptSegment, Reset } from './connection.ts';
import { describeSpoken } from './conversation/describe-spoken.ts';
import { describeHalf } from './describe-half.ts';
import { describeResentSmaller } from './describe-resent-smaller.ts';
import { type Ending, endingOf } from './ending.ts';
import type { Exhibit } from './exhibits.ts';
import { keptSegment } from './kept-segment.ts';
import * as at from './layout.ts';
import { judgeByHindsight } from './reset-hindsight.ts';
import { framesOf, lastFrameOf, lastInstantOf } from './slot-frames.ts';
import type { Tracked } from './tracked.ts';
import type { TrackedWithExhibits } from './tracked-with-exhibits.ts';

/** Ports above this are placeholders of a text capture: indexes into its names. */
const firstNamedPort = 65_536;

/**
 * Reads everything that the tracker knows of a connection into plain data.
 *
 * @param names the capture's names (ReaderContext.names)
 */
export function describeConnection(tracker: TrackedWithExhibits, slot: number, names: readonly string[]): Connection {
  const predecessor = tracker.table.cold[slot * at.coldWords + at.PREDECESSOR];
  // One step back is enough for every cause; a chain of reuses would go on for ever.
  return describe(tracker, slot, names, predecessor < 0 ? undefined : describe(tracker, predecessor, names, undefined));
}

function describe(
  tracker: TrackedWithExhibits,
  slot: number,
  names: readonly string[],
  predecessor: Connection | undefined,
): Connection {
  const { words, cold, coldTimes } = tracker.table;
  const row = slot * at.rowWords;
  const coldRow = slot * at.coldWords;
  const coldTime = slot * at.coldTimes;
  const state = words[row + at.STATE];
  const exhibit = tracker.exhibits.of(slot);
  const originator = describeHalf(tracker, slot, 0);
  const responder = describeHalf(tracker, slot, 1);
  const segments = keptSegments(tracker, slot, exhibit);
  const resets = (exhibit?.resets ?? []).map((reset) => judgeByHindsight(reset, segments));
  const bits = (side: number) => words[row + side + at.BITS];
  const between = (from: number, to: number) => {
    const elapsed = coldTimes[coldTime + to] - coldTimes[coldTime + from];
    return Number.isNaN(elapsed) || elapsed < 0 ? undefined : elapsed;
  };
  return {
    stream: cold[coldRow + at.STREAM],
    originator: endpoint(tracker, slot, 0, names),
    responder: endpoint(tracker, slot, 1, names),
    numbersKnown: (state & at.STATE_NUMBERS_UNKNOWN) === 0,
    originatorBasis:
      (state & at.STATE_BY_SYN) !== 0 ? 'syn' : (state & at.STATE_BY_SYN_ACK) !== 0 ? 'syn-ack' : 'guess',
    frames: framesOf(tracker.table, slot),
    firstFrame: cold[coldRow + at.FIRST_FRAME],
    lastFrame: lastFrameOf(tracker.table, slot),
    firstInstantNs: coldTimes[coldTime + at.FIRST_INSTANT],
    lastInstantNs: lastInstantOf(tracker.table, slot),
    history: history(cold, coldRow),
    ending: endingWith(tracker, slot, resets),
    copies: cold[coldRow + at.COPIES],
    half: { originator, responder },
    handshake: {
      synFrame: (bits(0) & at.HALF_SYN) !== 0 ? originator.synFrame : undefined,
      synAckFrame: (bits(1) & at.HALF_SYN_ACK) !== 0 ? responder.synFrame : undefined,
      ackFrame: cold[coldRow + at.HANDSHAKE_ACK_FRAME] || undefined,
      synToSynAckNs: between(at.SYN_INSTANT, at.SYN_ACK_INSTANT),
      synAckToAckNs: between(at.SYN_ACK_INSTANT, at.HANDSHAKE_ACK_INSTANT),
    },
    oddAcks: cold[coldRow + at.ODD_ACKS],
    oddAckFrame: cold[coldRow + at.ODD_ACK_FRAME] || undefined,
    closedFirstBy:
      (state & at.STATE_ORIGINATOR_CLOSED_FIRST) !== 0
        ? 'originator'
        : (state & at.STATE_RESPONDER_CLOSED_FIRST) !== 0
          ? 'responder'
          : undefined,
    newestSilence: newestSilence(tracker, slot),
    acknowledgedUnseen: (state & at.STATE_ACKED_UNSEEN) !== 0,
    segments,
    resets,
    resetFrames: exhibit?.resetFrames ?? [],
    opposedResetFrames: exhibit?.opposedResetFrames ?? [],
    icmpErrors: exhibit?.icmpErrors ?? [],
    spoken: (state & at.STATE_SPOKEN) === 0 ? undefined : describeSpoken(tracker, slot),
    resentSmaller: describeResentSmaller(tracker, slot),
    predecessor,
  };
}

function newestSilence({ table }: Tracked, slot: number): Connection['newestSilence'] {
  const silenceNs = table.coldTimes[slot * at.coldTimes + at.SILENCE_NS];
  if (silenceNs === 0) return undefined;
  const row = slot * at.coldWords;
  const { cold } = table;
  return {
    silenceNs,
    beforeFrame: cold[row + at.SILENCE_BEFORE_FRAME],
    afterFrame: cold[row + at.SILENCE_AFTER_FRAME],
  };
}

/** How a connection without RST ended, or one with RSTs as it looked at them: without describing all of it, cheap enough for every connection of a capture. */
export function readEnding(tracker: TrackedWithExhibits, slot: number): Ending {
  const isExhibit = (tracker.table.words[slot * at.rowWords + at.STATE] & at.STATE_EXHIBIT) !== 0;
  const lone = isExhibit ? tracker.exhibits.lone(slot) : undefined;
  const told = isExhibit && lone === undefined ? tracker.exhibits.of(slot)?.resets : lone && [lone];
  return endingWith(tracker, slot, told);
}

function endingWith(
  tracker: Tracked,
  slot: number,
  resets: readonly Pick<Reset, 'effect' | 'from'>[] | undefined,
): Ending {
  const { words, cold } = tracker.table;
  const row = slot * at.rowWords;
  const originator = words[row + at.BITS];
  const responder = words[row + 1 + at.BITS];
  return endingOf({
    originatorSyn: (originator & at.HALF_SYN) !== 0,
    responderSynAck: (responder & at.HALF_SYN_ACK) !== 0,
    originatorFin: (originator & at.HALF_FIN) !== 0,
    responderFin: (responder & at.HALF_FIN) !== 0,
    resetBy: resets?.find(({ effect }) => effect === 'accepted' || effect === 'unknown')?.from,
    oddAcks: cold[slot * at.coldWords + at.ODD_ACKS],
    responderSegments: words[row + at.HALF + at.halfWords + at.SEGMENTS],
  });
}

/** Between whom, without describing all of it. @param names the capture's names (ReaderContext.names) */
export function readEnds(
  tracker: TrackedWithExhibits,
  slot: number,
  names: readonly string[],
): Pick<Connection, 'originator' | 'responder'> {
  return { originator: endpoint(tracker, slot, 0, names), responder: endpoint(tracker, slot, 1, names) };
}

function endpoint(tracker: TrackedWithExhibits, slot: number, side: number, names: readonly string[]): Endpoint {
  const { words, cold } = tracker.table;
  const row = slot * at.rowWords;
  const first = slot * at.coldWords + (side === 0 ? at.ORIGINATOR_ADDRESS_0 : at.RESPONDER_ADDRESS_0);
  const last = words[row + (side === 0 ? at.ORIGINATOR_ADDRESS_3 : at.RESPONDER_ADDRESS_3)];
  const port = words[row + (side === 0 ? at.ORIGINATOR_PORT : at.RESPONDER_PORT)];
  return {
    ip: record.formatAddress(words[row + at.FAMILY], cold[first], cold[first + 1], cold[first + 2], last, names),
    port: port < firstNamedPort ? port : (names[port - firstNamedPort] ?? port),
    key: addressKey(tracker, slot, side),
  };
}

function history(cold: Int32Array, coldRow: number): string {
  let text = '';
  for (let index = 0; index < cold[coldRow + at.HISTORY_LENGTH]; index += 1) {
    text += String.fromCharCode((cold[coldRow + at.HISTORY + (index >> 2)] >> ((index & 3) * 8)) & 0xff);
  }
  return text;
}

/** What was kept before the first RST, from it on, and last of all, each segment once. */
function keptSegments(tracker: TrackedWithExhibits, slot: number, exhibit: Exhibit | undefined): KeptSegment[] {
  const { words } = tracker.table;
  const row = slot * at.rowWords;
  const newest = tracker.log.copy(slot, words[row + at.LOGGED], words[row + at.NEWEST_LOGGED]);
  const sources = [exhibit?.before, exhibit?.after?.subarray(0, exhibit.keptAfter * record.recordWords), newest];
  const kept: KeptSegment[] = [];
  for (const source of sources) {
    if (source === undefined) continue;
    for (let offset = 0; offset < source.length; offset += record.recordWords) kept.push(keptSegment(source, offset));
  }
  kept.sort((a, b) => a.frame - b.frame);
  return kept.filter((segment, index) => !isKeptBefore(kept, index, segment));
}

/** Whether a segment is among those before it, too. A frame may hold several segments (aggregated 802.11), of either side. */
function isKeptBefore(
  kept: readonly KeptSegment[],
  index: number,
  { frame, from, sequence, flags }: KeptSegment,
): boolean {
  for (let before = index - 1; before >= 0 && kept[before].frame === frame; before -= 1) {
    const other = kept[before];
    if (other.from === from && other.sequence === sequence && other.flags === flags) return true;
  }
  return false;
}
