import { withoutDecoration } from '../../text/decoration.ts';
import { longestLineBytes } from '../../text/text-lines.ts';
import type { TimeReading } from './clock.ts';
import { beginsPacket, PacketHead, readPacketHead } from './packet-head.ts';
import type { TimeStamp } from './time-stamp.ts';

/** How much of a text is looked at for what its times mean: some 300 packets. */
const sampleBytes = 32_768;

/** Share of backward steps from which on times are taken for deltas: a third to a half in deltas, next to none in a clock's readings. */
const deltaShare = 0.1;

/**
 * The first times of a text, from which it shows what they are. `-ttt` and `-ttttt` print times that look like a time of day just after
 * midnight: `00:00:00.000012`. Only the run of them tells: the first is exactly zero, and deltas fall as often as they rise.
 */
class TimeSample {
  #count = 0;
  #backwardSteps = 0;
  #negative = false;
  #beginsAtZero = false;
  #previousNs = 0;

  add(stamp: TimeStamp): void {
    if (stamp.form !== 'time-of-day') return;
    const printedNs = stamp.seconds * 1e9 + stamp.nanoseconds;
    const valueNs = stamp.negative ? -printedNs : printedNs;
    if (this.#count === 0) this.#beginsAtZero = valueNs === 0;
    else if (valueNs < this.#previousNs) this.#backwardSteps += 1;
    if (stamp.negative) this.#negative = true;
    this.#previousNs = valueNs;
    this.#count += 1;
  }

  /** Times since the first packet or the packet before, not a clock's. */
  get isRelative(): boolean {
    return this.#beginsAtZero || this.#negative || (this.#backwardSteps > 1 && this.reading === 'deltas');
  }

  get reading(): TimeReading {
    return this.#count > 2 && this.#backwardSteps >= (this.#count - 1) * deltaShare ? 'deltas' : 'as-printed';
  }
}

/** What a text's times mean, or where the look at them has to wait. */
export interface FirstTime {
  /** Undefined when packets have no times (`-t`). */
  readonly first: TimeStamp | undefined;
  /** The first packet's line: too little of the text behind it is at hand. */
  readonly waitAt: number | undefined;
  readonly isRelative: boolean;
  readonly reading: TimeReading;
}

/**
 * Finds the first packets among whole lines, and what their times mean. A packet without a time is not the last word: somebody may quote one
 * above the output itself.
 *
 * @param isEnd no more bytes come: decide by what is there
 * @returns undefined when there is no packet
 */
export function findFirstTime(bytes: Uint8Array, start: number, end: number, isEnd: boolean): FirstTime | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = new PacketHead();
  const sample = new TimeSample();
  let firstAt = -1;
  let first: TimeStamp | undefined;
  let isLineCut = false;
  for (let at = start; at < end && (firstAt < 0 || at - firstAt <= sampleBytes); ) {
    const newline = text.indexOf(10, at);
    const isWhole = newline >= 0 && newline < end;
    if (!isWhole && !isEnd) {
      isLineCut = end - at <= longestLineBytes;
      break;
    }
    const lineEnd = isWhole ? newline : end;
    const line = withoutDecoration(text.toString('latin1', at, Math.min(lineEnd, at + 1024)));
    readPacketHead(line, head);
    if (beginsPacket(line, head, first !== undefined)) {
      if (head.hasStamp) {
        if (firstAt < 0 && !needsSample(head.stamp)) {
          return { first: head.stamp, waitAt: undefined, isRelative: false, reading: 'as-printed' };
        }
        first ??= { ...head.stamp };
        sample.add(head.stamp);
      }
      if (firstAt < 0) firstAt = at;
    }
    at = lineEnd + 1;
  }
  if (firstAt < 0) return undefined;
  // A line of the sample that is not all there has to be seen, too: what a text means must not depend on the pieces in which it comes.
  const waitAt = isEnd || (end - firstAt > sampleBytes && !isLineCut) ? undefined : firstAt;
  const isRelative = first !== undefined && needsSample(first) && sample.isRelative;
  return { first, waitAt, isRelative, reading: isRelative ? sample.reading : 'as-printed' };
}

/** Times within the first minute of a day, or below zero: more of them have to be seen. */
function needsSample(first: TimeStamp): boolean {
  return first.form === 'time-of-day' && (first.negative || first.seconds < 60);
}
