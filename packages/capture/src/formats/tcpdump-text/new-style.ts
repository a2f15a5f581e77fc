import { URG } from '../../segment.ts';
import { flagOfLetter } from './flag-letters.ts';
import type { Scanner } from './scanner.ts';
import { mostPayloadBytes, type Reading, type SegmentText } from './segment-text.ts';
import { readTcpOptions } from './tcp-options.ts';

/** What may follow the flags, in tcpdump's order. */
const parts = [', cksum ', ', seq ', ', ack ', ', win ', ', urg ', ', options [', ', length '] as const;

/**
 * Reads a segment as tcpdump prints it since 4.0, the scanner standing behind `Flags [`:
 * `S.], cksum 0x1234 (correct), seq 7, ack 8, win 9, options [mss 1460], length 0`.
 *
 * @returns undefined when not even the flags are there
 */
export function readNewStyle(scanner: Scanner, out: SegmentText): Reading | undefined {
  out.clear();
  if (!readFlags(scanner, out)) return undefined;
  if (scanner.take(' [bad hdr')) return 'bad-header';
  let sequenceEnd = -1;
  for (;;) {
    const part = takePart(scanner);
    switch (part) {
      case ', cksum ':
        if (!skipChecksum(scanner)) return cutOrMalformed(scanner);
        break;
      case ', seq ': {
        const sequence = scanner.number();
        if (sequence < 0 || scanner.numberTouchesEnd) return cutOrMalformed(scanner);
        out.hasSequence = true;
        out.sequence = sequence;
        if (!scanner.take(':')) break;
        sequenceEnd = scanner.number();
        if (sequenceEnd < 0 || scanner.numberTouchesEnd) return cutOrMalformed(scanner);
        if ((sequenceEnd - sequence) >>> 0 > mostPayloadBytes) return 'malformed';
        out.payloadBytes = (sequenceEnd - sequence) >>> 0;
        break;
      }
      case ', ack ': {
        const acknowledgment = scanner.number();
        if (acknowledgment < 0 || scanner.numberTouchesEnd) return cutOrMalformed(scanner);
        out.hasAcknowledgment = true;
        out.acknowledgment = acknowledgment;
        break;
      }
      case ', win ': {
        const window = scanner.number();
        if (window < 0 || scanner.numberTouchesEnd) return cutOrMalformed(scanner);
        out.window = window & 0xffff;
        break;
      }
      case ', urg ':
        if (scanner.number() < 0 || scanner.numberTouchesEnd) return cutOrMalformed(scanner);
        out.flags |= URG;
        break;
      case ', options [': {
        const reading = readTcpOptions(scanner, ']', out);
        // Behind `[bad opt]` and `[|tcp]` tcpdump prints no length: the line is whole as it is.
        if (reading !== 'whole' || scanner.atEnd) return reading;
        break;
      }
      case ', length ': {
        const length = scanner.number();
        if (length < 0) return cutOrMalformed(scanner);
        if (length > mostPayloadBytes) return 'malformed';
        out.payloadBytes = length;
        return 'whole';
      }
      default:
        return isStartOfPart(scanner) ? 'cut' : 'malformed';
    }
  }
}

/** Reads `S.]` or `none]`; false when it is neither or stops before the bracket. */
function readFlags(scanner: Scanner, out: SegmentText): boolean {
  if (scanner.take('none]')) return true;
  const { text } = scanner;
  for (let at = scanner.at; at < text.length; at += 1) {
    const letter = text[at] as string;
    if (letter === ']' && at > scanner.at) {
      scanner.at = at + 1;
      return true;
    }
    const flag = flagOfLetter(letter);
    if (flag === 0) return false;
    out.flags |= flag;
  }
  return false;
}

function takePart(scanner: Scanner): (typeof parts)[number] | undefined {
  const { text, at } = scanner;
  // The third letter tells most parts apart, and this runs five times a line.
  switch (text.charCodeAt(at + 2)) {
    case 0x61:
      return scanner.take(', ack ') ? ', ack ' : undefined;
    case 0x77:
      return scanner.take(', win ') ? ', win ' : undefined;
    case 0x73:
      return scanner.take(', seq ') ? ', seq ' : undefined;
    case 0x6c:
      return scanner.take(', length ') ? ', length ' : undefined;
    case 0x6f:
      return scanner.take(', options [') ? ', options [' : undefined;
    case 0x63:
      return scanner.take(', cksum ') ? ', cksum ' : undefined;
    case 0x75:
      return scanner.take(', urg ') ? ', urg ' : undefined;
    default:
      return undefined;
  }
}

/** `0x50c4 (correct)` or `0xfe30 (incorrect -> 0x00e4)`. */
function skipChecksum(scanner: Scanner): boolean {
  const close = scanner.text.indexOf(')', scanner.at);
  if (close < 0) {
    scanner.at = scanner.text.length;
    return false;
  }
  scanner.at = close + 1;
  return true;
}

/** A value that could not be read: the text ended in it, or something else stands there. */
function cutOrMalformed(scanner: Scanner): Reading {
  return scanner.atEnd ? 'cut' : 'malformed';
}

function isStartOfPart(scanner: Scanner): boolean {
  const left = scanner.text.length - scanner.at;
  if (left > 10) return false;
  const rest = scanner.text.slice(scanner.at);
  return parts.some((part) => part.startsWith(rest));
}
