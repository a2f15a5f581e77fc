import {
  OPTION_FAST_OPEN,
  OPTION_MD5,
  OPTION_MPTCP,
  OPTION_MPTCP_FASTCLOSE,
  OPTION_MSS,
  OPTION_SACK,
  OPTION_SACK_PERMITTED,
  OPTION_TIMESTAMPS,
  OPTION_WINDOW_SCALE,
  OPTIONS_INCOMPLETE,
} from '../../segment.ts';
import type { Scanner } from './scanner.ts';
import type { Reading, SegmentText } from './segment-text.ts';

/**
 * Reads an option list from behind its opening bracket to behind its closing one: `mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7]`, or before
 * tcpdump 4.0 `mss 1460,sackOK,timestamp 1 0,nop,wscale 7>`. An option that is not known is stepped over.
 *
 * tcpdump ends the line with `[bad opt]` or `[|tcp]` where it could not read on: that line is whole, its options are not.
 */
export function readTcpOptions(scanner: Scanner, closing: ']' | '>', out: SegmentText): Reading {
  for (;;) {
    scanner.take(' '); // where a wrapped line was put together
    if (!readOption(scanner, out)) return cutOptions(out);
    const end = endOfOption(scanner.text, scanner.at, closing);
    if (end > scanner.at) out.oddities += 1;
    const broken = isBroken(scanner.text, scanner.at, end);
    if (broken) out.options |= OPTIONS_INCOMPLETE;
    scanner.at = Math.min(end + 1, scanner.text.length);
    if (end >= scanner.text.length) return broken ? 'whole' : cutOptions(out);
    if (scanner.text[end] === closing) return 'whole';
  }
}

function cutOptions(out: SegmentText): Reading {
  out.options |= OPTIONS_INCOMPLETE;
  return 'cut';
}

/** Reads one option's name and values if they matter here. False when its value ends with the text, so digits may be missing. */
function readOption(scanner: Scanner, out: SegmentText): boolean {
  switch (scanner.text[scanner.at]) {
    case 'n':
      scanner.take('nop');
      return true;
    case 'm':
      if (scanner.take('mss ')) return readMss(scanner, out);
      if (scanner.take('mptcp')) return readMultipath(scanner, out);
      if (scanner.take('md5')) out.options |= OPTION_MD5;
      return true;
    case 's':
      if (scanner.take('sackOK')) out.options |= OPTION_SACK_PERMITTED;
      else if (scanner.take('sack ')) return readSack(scanner, out);
      return true;
    case 'w':
      return scanner.take('wscale ') ? readWindowScale(scanner, out) : true;
    case 'T':
      return scanner.take('TS val ') ? readTimestamps(scanner, ' ecr ', out) : true;
    case 't':
      if (scanner.take('timestamp ')) return readTimestamps(scanner, ' ', out);
      if (scanner.take('tfo')) out.options |= OPTION_FAST_OPEN;
      else if (scanner.take('tcp-ao')) out.options |= OPTION_MD5;
      return true;
    case 'e':
      if (scanner.take('exp-tfo')) out.options |= OPTION_FAST_OPEN;
      else if (scanner.take('eol')) return true;
      else if (scanner.take('enhanced auth')) out.options |= OPTION_MD5; // TCP-AO's name until tcpdump 4.9
      return true;
    default:
      return true;
  }
}

/** `mptcp 12 fast-close key 0x...`: the option's length, then its subtype. */
function readMultipath(scanner: Scanner, out: SegmentText): boolean {
  out.options |= OPTION_MPTCP;
  scanner.take(' ');
  scanner.number();
  if (scanner.take(' fast-close')) out.options |= OPTION_MPTCP_FASTCLOSE;
  return true;
}

function readMss(scanner: Scanner, out: SegmentText): boolean {
  const value = scanner.number();
  if (scanner.numberTouchesEnd) return false;
  // `mss 256[len 3]`: an option of the wrong length, whose value is not one.
  if (value < 0 || value > 0xffff || scanner.text[scanner.at] === '[') return true;
  out.options |= OPTION_MSS;
  out.mss = value;
  return true;
}

function readWindowScale(scanner: Scanner, out: SegmentText): boolean {
  const value = scanner.number();
  if (scanner.numberTouchesEnd) return false;
  if (value < 0 || scanner.text[scanner.at] === '[') return true;
  out.options |= OPTION_WINDOW_SCALE;
  out.windowScale = Math.min(value, 14); // RFC 7323 section 2.3: a shift above 14 is used as 14
  return true;
}

function readTimestamps(scanner: Scanner, between: string, out: SegmentText): boolean {
  const value = scanner.number();
  if (scanner.numberTouchesEnd) return false;
  if (value < 0 || !scanner.take(between)) return !scanner.atEnd;
  const echo = scanner.number();
  if (scanner.numberTouchesEnd) return false;
  if (echo < 0) return !scanner.atEnd;
  out.options |= OPTION_TIMESTAMPS;
  out.timestampValue = value;
  out.timestampEcho = echo;
  return true;
}

/** `sack 2 {1:5}{9:12}`, before 4.0 `sack sack 2 {1:5}{9:12} `: the first block is kept. */
function readSack(scanner: Scanner, out: SegmentText): boolean {
  scanner.take('sack ');
  const blocks = scanner.number();
  if (scanner.numberTouchesEnd) return false;
  if (blocks < 1 || !scanner.take(' {')) return !scanner.atEnd;
  const left = scanner.number();
  if (left < 0 || !scanner.take(':')) return !scanner.atEnd;
  const right = scanner.number();
  if (right < 0 || !scanner.take('}')) return !scanner.atEnd;
  out.options |= OPTION_SACK;
  out.sackLeft = left;
  out.sackRight = right;
  return true;
}

/** Where the option that began before `from` ends: its comma, the list's end, or the end of the text. Braces and brackets inside are stepped over. */
function endOfOption(text: string, from: number, closing: ']' | '>'): number {
  let depth = 0;
  let at = from;
  for (; at < text.length; at += 1) {
    const character = text[at];
    if (depth === 0 && (character === ',' || character === closing)) return at;
    if (character === '{' || character === '[') depth += 1;
    else if ((character === '}' || character === ']') && depth > 0) depth -= 1;
  }
  return at;
}

function isBroken(text: string, from: number, to: number): boolean {
  if (to - from < 6) return false;
  const rest = text.slice(from, to);
  return rest.includes('[bad opt]') || rest.includes('[|tcp]');
}
