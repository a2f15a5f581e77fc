import { ACK, URG } from '../../segment.ts';
import { flagOfLetter } from './flag-letters.ts';
import type { Scanner } from './scanner.ts';
import { mostPayloadBytes, type Reading, type SegmentText } from './segment-text.ts';
import { readTcpOptions } from './tcp-options.ts';

/**
 * Reads a segment as tcpdump printed it before 4.0 (2008) and OpenBSD's still does, the scanner standing on the flags:
 * `S 123:123(0) ack 9 win 100 <mss 1460> (DF)`, `. ack 1 win 100`, `P, cksum 0x1234 (correct), 1:5(4) ack 1 win 100`.
 * The dot means "no other flag" there; ACK shows in `ack`.
 *
 * @returns undefined when this is no such segment
 */
export function readOldStyle(scanner: Scanner, out: SegmentText): Reading | undefined {
  out.clear();
  if (!readFlags(scanner, out)) return undefined;
  scanner.take(',');
  if (scanner.take(' cksum 0x')) {
    const close = scanner.text.indexOf(')', scanner.at);
    if (close < 0) return 'cut';
    scanner.at = close + 1;
    scanner.take(',');
    scanner.take(')'); // `(incorrect (-> 0x00e4),`, printed without its second bracket by 3.9
    scanner.take(',');
  }
  const hadRange = readRange(scanner, out);
  if (hadRange === 'cut') return 'cut';
  if (scanner.take(' ack ')) {
    const acknowledgment = scanner.number();
    if (acknowledgment < 0) return cutOrNone(scanner, hadRange);
    out.flags |= ACK;
    if (scanner.numberTouchesEnd) return 'cut';
    out.hasAcknowledgment = true;
    out.acknowledgment = acknowledgment;
  } else if (hadRange === 'none' && !scanner.text.startsWith(' win ', scanner.at)) {
    return undefined;
  }
  if (!scanner.take(' win ')) return scanner.atEnd ? 'cut' : 'malformed';
  const window = scanner.number();
  if (window < 0) return cutOrNone(scanner, hadRange);
  out.window = window & 0xffff;
  if (scanner.take(' urg ') && scanner.number() >= 0) out.flags |= URG;
  return scanner.take(' <') ? readTcpOptions(scanner, '>', out) : 'whole';
}

function cutOrNone(scanner: Scanner, hadRange: 'whole' | 'none'): Reading | undefined {
  if (scanner.atEnd) return 'cut';
  return hadRange === 'whole' ? 'malformed' : undefined;
}

/** At most seven letters, each once, then a space or a comma. */
function readFlags(scanner: Scanner, out: SegmentText): boolean {
  const { text } = scanner;
  const start = scanner.at;
  for (let at = start; at < text.length && at - start < 8; at += 1) {
    const letter = text[at] as string;
    if (letter === ' ' || letter === ',') {
      scanner.at = at;
      return at > start;
    }
    if (letter === '.') continue;
    const flag = flagOfLetter(letter);
    if (flag === 0 || (out.flags & flag) !== 0) return false;
    out.flags |= flag;
  }
  return false;
}

/** ` 123:128(5)`, left out for a segment without data, SYN, FIN or RST. */
function readRange(scanner: Scanner, out: SegmentText): 'whole' | 'cut' | 'none' {
  const start = scanner.at;
  if (!scanner.take(' ')) return 'none';
  const sequence = scanner.number();
  const isRange = sequence >= 0 && scanner.take(':');
  if (!isRange) {
    const cut = sequence >= 0 && scanner.atEnd;
    if (!cut) scanner.at = start;
    return cut ? 'cut' : 'none';
  }
  out.hasSequence = true;
  out.sequence = sequence;
  if (scanner.number() < 0 || !scanner.take('(')) return 'cut';
  const length = scanner.number();
  if (length < 0 || length > mostPayloadBytes || !scanner.take(')')) return 'cut';
  out.payloadBytes = length;
  return 'whole';
}
