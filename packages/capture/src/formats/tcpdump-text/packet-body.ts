import { splitEndpoint } from '../../text/endpoint.ts';

/** `source > destination` found in a line. */
export interface Pair {
  readonly start: number;
  /** Where ` > ` stands. */
  readonly between: number;
  /** Where the destination ends. */
  readonly end: number;
}

/** What marks the flags of a TCP segment since tcpdump 4.0. GRE and Geneve print `, Flags [`. */
export const flagsMark = ': Flags [';

/**
 * Finds the `source > destination` that ends at `end`, not beginning before `from`.
 * A placeholder may hold spaces if it is bracketed: `<client ip>.1234`.
 */
export function pairEndingAt(line: string, from: number, end: number): Pair | undefined {
  const between = line.lastIndexOf(' > ', end - 1);
  if (between <= from || between + 3 >= end) return undefined;
  let start = line.lastIndexOf(' ', between - 1) + 1;
  const opening = line.lastIndexOf('<', between);
  if (opening >= from && opening < start && line.indexOf('>', opening) >= start) start = opening;
  if (start < from) start = from;
  return start >= between ? undefined : { start, between, end };
}

/** The last pair of the line, with the offset of its colon; undefined when the line stops before that. */
export function lastPair(line: string, from: number): Pair | undefined {
  const between = line.lastIndexOf(' > ');
  if (between <= from) return undefined;
  let end = line.indexOf(': ', between + 3);
  if (end < 0 && line.endsWith(':')) end = line.length - 1;
  return end < 0 ? undefined : pairEndingAt(line, from, end);
}

/** Whether both ends of a pair have a port. */
export function hasPorts(line: string, pair: Pair): boolean {
  const source = splitEndpoint(line.slice(pair.start, pair.between));
  return source !== undefined && splitEndpoint(line.slice(pair.between + 3, pair.end)) !== undefined;
}

/** `40011 > 443` behind an IPv6 extension header: tcpdump leaves the addresses out, they stand in the pair before (print-tcp.c). */
export function withAddressesOfOuterPair(line: string, from: number, pair: Pair): string | undefined {
  const source = line.slice(pair.start, pair.between);
  const destination = line.slice(pair.between + 3, pair.end);
  if (!isBarePort(source) || !isBarePort(destination)) return undefined;
  const outerBetween = line.lastIndexOf(' > ', pair.start - 1);
  if (outerBetween <= from) return undefined;
  const outerEnd = line.indexOf(': ', outerBetween);
  if (outerEnd < 0 || outerEnd >= pair.start) return undefined;
  const outer = pairEndingAt(line, from, outerEnd);
  if (outer === undefined) return undefined;
  return `${line.slice(outer.start, outer.between)}.${source} > ${line.slice(outer.between + 3, outer.end)}.${destination}`;
}

function isBarePort(text: string): boolean {
  return /^[\w-]{1,20}$/.test(text);
}

/** How many IP packets are printed around what stands at `to`: pairs of addresses, not of MAC addresses. */
export function countOuterPairs(line: string, from: number, to: number): number {
  let count = 0;
  for (let at = line.indexOf(' > ', from); at >= 0 && at < to; at = line.indexOf(' > ', at + 3)) {
    if (!isMac(line, at)) count += 1;
  }
  return count;
}

/** Whether a MAC address ends at `end`; without `-n` its vendor stands behind it: `(oui Unknown)`. */
function isMac(line: string, end: number): boolean {
  if (line[end - 1] === ')') return true;
  const start = line.lastIndexOf(' ', end - 1) + 1;
  return end - start <= 17 && /^(?:[0-9a-f]{1,2}:){5}[0-9a-f]{1,2}$/.test(line.slice(start, end));
}

/**
 * Whether a pair, by what stands before it, can be one that tcpdump prints there. Text out of a payload (a DNS name or TXT record, which anybody
 * on the network can choose) is behind a question mark or in quotes.
 */
export function isPairOfHeaders(line: string, from: number, pair: Pair): boolean {
  const front = line.slice(from, pair.between);
  return !front.includes('? ') && !front.includes('"');
}

const interfaceName = /^(\S{1,64}) +(?:In|Out|B|M|P|\?) +/;

/** `eth0  In  IP ...` (`-i any`): the interface's name. */
export function interfaceNameOf(body: string): string | undefined {
  const name = interfaceName.exec(body)?.[1];
  return name === 'In' || name === 'Out' ? undefined : name;
}

const linkSource =
  /^(?:(?:\S{1,64} +)?(?:In|Out|B|M|P|\?) +(?:ifindex \d{1,9} +)?)?((?:[0-9a-f]{1,2}:){5}[0-9a-f]{1,2})[ ,]/;

/** The sender's MAC address with `-e`: first of the pair (Ethernet), or behind the direction (`-i any`). */
export function linkSourceOf(body: string): { readonly high: number; readonly low: number } | undefined {
  const mac = linkSource.exec(body)?.[1];
  if (mac === undefined) return undefined;
  const bytes = mac.split(':').map((byte) => Number.parseInt(byte, 16));
  let high = 0;
  for (const byte of bytes.slice(0, 4)) high = (high << 8) | byte;
  return { high, low: ((bytes[4] as number) << 8) | (bytes[5] as number) };
}
