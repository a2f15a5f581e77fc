// AssemblyScript: see usual-segments.ts.

import {
  OPTION_MSS,
  OPTION_SACK,
  OPTION_SACK_PERMITTED,
  OPTION_TIMESTAMPS,
  OPTION_WINDOW_SCALE,
} from '../src/segment-bits.ts';
import { NOTHING, TOLD_ASKED, TOLD_END, TOLD_FROM, TOLD_TO } from '../src/usual-segments-words.ts';
import { big16, big32 } from './numbers.ts';
import { input, told } from './places.ts';

/** What is told of the next frame: bits OPTIONS and PAYLOAD, and what they say. */
export let answered: i32 = 0;
export let noted: i32 = 0;
export let toldOptions: i32 = 0;
export let toldMss: i32 = 0;
export let toldWindowScale: i32 = 0;
export let toldTimestampValue: i32 = 0;
export let toldTimestampEcho: i32 = 0;

/** Takes what was asked about the next frame. */
export function answer(
  what: i32,
  flagsOfPayload: i32,
  options: i32,
  mss: i32,
  windowScale: i32,
  timestampValue: i32,
  timestampEcho: i32,
): void {
  answered = what;
  noted = flagsOfPayload;
  toldOptions = options;
  toldMss = mss;
  toldWindowScale = windowScale;
  toldTimestampValue = timestampValue;
  toldTimestampEcho = timestampEcho;
}

/** The segment was written: of the next frame nothing is told. */
export function forgetAnswers(): void {
  answered = NOTHING;
}

/** Asks for something of a frame. Returns that its segment is not written. */
export function ask(what: i32, from: usize, to: usize, end: usize): boolean {
  store<i32>(told, what, TOLD_ASKED << 2);
  store<i32>(told, <i32>(from - input), TOLD_FROM << 2);
  store<i32>(told, <i32>(to - input), TOLD_TO << 2);
  store<i32>(told, <i32>(end - input), TOLD_END << 2);
  return false;
}

/** Reads a list of the options that nearly all hosts send, as transport/tcp.ts does, as if it had been told. Returns false when others are in it, or damage. */
export function readOptions(from: usize, to: usize, end: usize): boolean {
  if (to > end) return false;
  toldOptions = 0;
  toldMss = 0;
  toldWindowScale = 0;
  toldTimestampValue = 0;
  toldTimestampEcho = 0;
  let option = from;
  while (option < to) {
    const kind = <i32>load<u8>(option);
    if (kind === 0) return true;
    if (kind === 1) {
      option += 1;
      continue;
    }
    const length = <i32>load<u8>(option + 1);
    if (option + 1 === to || option + length > to || length !== lengthOf(kind, length)) return false;
    if (kind === 2) {
      toldOptions |= OPTION_MSS;
      toldMss = big16(option + 2);
    } else if (kind === 3) {
      toldOptions |= OPTION_WINDOW_SCALE;
      toldWindowScale = min(<i32>load<u8>(option + 2), 14);
    } else if (kind === 4) {
      toldOptions |= OPTION_SACK_PERMITTED;
    } else if (kind === 5) {
      toldOptions |= OPTION_SACK;
    } else {
      toldOptions |= OPTION_TIMESTAMPS;
      toldTimestampValue = big32(option + 2);
      toldTimestampEcho = big32(option + 6);
    }
    option += length;
  }
  return true;
}

/** The length that an option has to have; -1, which none has, for those that are not read here. */
function lengthOf(kind: i32, length: i32): i32 {
  switch (kind) {
    case 2:
      return 4;
    case 3:
      return 3;
    case 4:
      return 2;
    case 5:
      return length >= 10 ? length : -1;
    case 8:
      return 10;
    default:
      return -1;
  }
}
