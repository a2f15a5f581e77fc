import { withoutDecoration } from '../../text/decoration.ts';
import { addressOf } from '../../text/endpoint.ts';
import { readNewStyle } from './new-style.ts';
import { readOldStyle } from './old-style.ts';
import { flagsMark, hasPorts, lastPair, type Pair, pairEndingAt } from './packet-body.ts';
import { PacketHead, readPacketHead } from './packet-head.ts';
import { Scanner } from './scanner.ts';
import { SegmentText } from './segment-text.ts';

/** The first line of a packet printed with `-v`. */
const verboseHeader =
  /^IP6? \((?:tos 0x[0-9a-f]+,(?:ECT\([01]\),|CE,)? (?:ttl|id) |(?:class 0x|flowlabel 0x|hlim \d).*next-header )/;
const arp = /^ARP, (?:Request who-has|Reply \S+ is-at|Ethernet \(len 6\))/;
const ethernet = /^(?:[0-9a-f]{1,2}:){5}[0-9a-f]{1,2} (?:\([^)]{1,60}\) )?> .{0,80}ethertype /;

/**
 * Whether a text is tcpdump's: one line of it reads as a packet. Lines of other programs may have a time and an arrow too, so the line has to be
 * a TCP segment with flags, or begin as only tcpdump begins one.
 *
 * @param sample the beginning of the input, some 64 KiB
 */
export function looksLikeTcpdumpText(sample: string): boolean {
  const head = new PacketHead();
  const text = Buffer.from(sample).toString('latin1'); // as the reader decodes it
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    if (isPacketLine(withoutDecoration(text.slice(at, Math.min(end, at + 2048))), head)) return true;
    at = end + 1;
  }
  return false;
}

function isPacketLine(line: string, head: PacketHead): boolean {
  if (line.length < 20) return false;
  readPacketHead(line, head);
  const { bodyAt } = head;
  const flagsAt = line.indexOf(flagsMark, bodyAt);
  if (flagsAt >= 0) return isSegment(line, pairEndingAt(line, bodyAt, flagsAt), flagsAt + flagsMark.length);
  const body = line.slice(bodyAt);
  if (verboseHeader.test(body)) return true;
  if (!head.hasStamp) return false;
  if (arp.test(body) || ethernet.test(body)) return true;
  const pair = lastPair(line, bodyAt);
  if (pair === undefined) return false;
  return /^IP6? /.test(body) ? isPairOfAddresses(line, pair) : isOldSegment(line, pair);
}

function isSegment(line: string, pair: Pair | undefined, at: number): boolean {
  if (pair === undefined) return false;
  const scanner = new Scanner();
  scanner.start(line, at);
  const reading = readNewStyle(scanner, new SegmentText());
  return reading !== undefined && reading !== 'malformed';
}

function isOldSegment(line: string, pair: Pair): boolean {
  const scanner = new Scanner();
  scanner.start(line, pair.end + 2);
  return hasPorts(line, pair) && readOldStyle(scanner, new SegmentText()) === 'whole';
}

function isPairOfAddresses(line: string, pair: Pair): boolean {
  if (hasPorts(line, pair)) return true;
  return [line.slice(pair.start, pair.between), line.slice(pair.between + 3, pair.end)].every(
    (host) => addressOf(host) !== undefined,
  );
}
