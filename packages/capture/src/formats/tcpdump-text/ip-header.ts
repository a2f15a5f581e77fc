import { UNKNOWN } from '../../segment.ts';

/** What `-v` prints of an IP header. */
export class IpHeader {
  ttl = UNKNOWN;
  ipId = UNKNOWN;
  dontFragment = UNKNOWN;
  isTcp = false;
  moreFragments = false;

  clear(): void {
    this.ttl = UNKNOWN;
    this.ipId = UNKNOWN;
    this.dontFragment = UNKNOWN;
    this.isTcp = false;
    this.moreFragments = false;
  }
}

/**
 * Reads the last IP header printed between `from` and `to`:
 * `(tos 0x0, ttl 64, id 1234, offset 0, flags [DF], proto TCP (6), length 60)` or
 * `(flowlabel 0x12345, hlim 64, next-header TCP (6) payload length: 40)`.
 *
 * @returns whether there was one; if not, nothing is changed
 */
export function readIpHeader(text: string, from: number, to: number, out: IpHeader): boolean {
  const tos = text.lastIndexOf('(tos ', to);
  const hopLimit = text.lastIndexOf('hlim ', to);
  if (tos < from && hopLimit < from) return false;
  out.clear();
  if (hopLimit > tos) {
    out.ttl = upTo(255, numberBehind(text, 'hlim ', hopLimit, to));
    out.isTcp = within(text, 'next-header TCP (6)', hopLimit, to);
    return true;
  }
  out.ttl = upTo(255, numberBehind(text, ', ttl ', tos, to));
  out.ipId = upTo(0xffff, numberBehind(text, ', id ', tos, to));
  if (out.ttl === UNKNOWN && out.ipId !== UNKNOWN) out.ttl = 0; // tcpdump leaves a TTL of 0 out
  const flags = text.indexOf(', flags [', tos);
  const flagsEnd = flags < 0 ? -1 : text.indexOf(']', flags);
  if (flagsEnd >= 0 && flagsEnd < to) {
    const list = text.slice(flags + 9, flagsEnd);
    out.dontFragment = list.includes('DF') ? 1 : 0;
    out.moreFragments = list.includes('+');
  }
  out.isTcp = within(text, ', proto TCP (6)', tos, to) || within(text, ', proto: TCP (6)', tos, to);
  return true;
}

/** What does not fit into the header's field was not printed by tcpdump. */
function upTo(most: number, value: number): number {
  return value > most ? UNKNOWN : value;
}

function within(text: string, what: string, from: number, to: number): boolean {
  const at = text.indexOf(what, from);
  return at >= 0 && at < to;
}

function numberBehind(text: string, label: string, from: number, to: number): number {
  let at = text.indexOf(label, from);
  if (at < 0 || at >= to) return UNKNOWN;
  at += label.length;
  if (text[at] === ' ') at += 1; // 3.9 prints `ttl  64`
  let value = 0;
  const start = at;
  for (; at - start < 5; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (!(digit >= 0 && digit <= 9)) break;
    value = value * 10 + digit;
  }
  return at === start ? UNKNOWN : value;
}
