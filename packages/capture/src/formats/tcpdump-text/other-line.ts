import { type IcmpMessage, isIcmpv6Error, readIcmpMessage } from './icmp-message.ts';
import { flagsMark, hasPorts, lastPair, pairEndingAt } from './packet-body.ts';

/** What a packet's line shows that is no TCP segment with its flags. */
export type OtherLine =
  /** Another protocol, or a segment of which tcpdump prints nothing but its length (`-q`). */
  | { readonly kind: 'other' }
  /** An IP header and nothing else; the rest stands on the next line. */
  | { readonly kind: 'header' }
  /** The capture ends inside the TCP header. */
  | { readonly kind: 'cut-header' }
  /** A fragment of TCP after the first. */
  | { readonly kind: 'hidden-fragment' }
  /** An ICMP error; with `-v` the packet that it quotes stands on the next lines. `pair`: its own `source > destination`. */
  | { readonly kind: 'icmp-error'; readonly message: IcmpMessage; readonly pair: string }
  /** An ICMPv6 error: tcpdump never prints what it quotes. */
  | { readonly kind: 'icmpv6-error' }
  /** An ICMP message that is no error, or none about TCP. A redirect quotes a segment too, so what follows is not to be read. */
  | { readonly kind: 'other-icmp' }
  /** The line stops before it shows whether it is a segment. */
  | { readonly kind: 'stops-early' };

const other: OtherLine = { kind: 'other' };
const header: OtherLine = { kind: 'header' };
const stopsEarly: OtherLine = { kind: 'stops-early' };

/** @param hasHeader an IP header is printed on the line (`-v`) */
export function readOtherLine(line: string, at: number, hasHeader: boolean): OtherLine {
  if (line.endsWith('[|tcp]')) return { kind: 'cut-header' };
  if (line.endsWith(': ip-proto-6') || line.endsWith(': tcp')) return { kind: 'hidden-fragment' };
  const ipv6At = line.indexOf('ICMP6, ', at);
  if (ipv6At >= 0) return isIcmpv6Error(line.slice(ipv6At + 7, ipv6At + 60)) ? { kind: 'icmpv6-error' } : other;
  const icmpAt = line.indexOf(': ICMP ', at);
  if (icmpAt >= 0) return readIcmp(line, at, icmpAt);
  const pair = lastPair(line, at);
  if (pair === undefined) {
    if (hasHeader) return header;
    return stopsInEndpoints(line, at) ? stopsEarly : other;
  }
  const rest = line.slice(pair.end + 2);
  const isStartOfFlags = rest.length < flagsMark.length - 2 && flagsMark.startsWith(rest, 2);
  return isStartOfFlags && hasPorts(line, pair) ? stopsEarly : other;
}

function readIcmp(line: string, at: number, icmpAt: number): OtherLine {
  const lengthAt = line.lastIndexOf(', length ');
  const words = line.slice(icmpAt + 7, lengthAt > icmpAt ? lengthAt : line.length);
  const pair = pairEndingAt(line, at, icmpAt);
  const message = readIcmpMessage(words);
  if (message === undefined || pair === undefined || words.includes(' udp port ')) return { kind: 'other-icmp' };
  return { kind: 'icmp-error', message, pair: line.slice(pair.start, pair.end) };
}

/** `IP`, `IP 10.0.0.1.80`, `IP 10.0.0.1.80 > 10.0.0.2.12`: nothing but a part of the endpoints. */
function stopsInEndpoints(line: string, at: number): boolean {
  const body = line.slice(at, at + 480);
  return /^IP6?(?: \S{0,200}(?: >?)?(?: \S{0,200})?)?$/.test(body) && !/^IP6? bad-/.test(body);
}
