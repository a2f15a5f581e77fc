import type { Reset } from '@fivewhys/connections';
import type { NextStep } from '@fivewhys/evidence';

/** How a BIG-IP begins what it writes into its RSTs when `tm.rstcause.pkt` is on: `BIG-IP: [build:line] {peer} reason`. */
const bigIp = 'BIG-IP: ';
/** The reason lies on the other side of the proxy. */
const otherSideMark = '{peer} ';

/** What a RST carried, as printable ASCII (RFC 9293 section 3.10.7.4, SHLD-2); undefined for nearly all. */
export function resetText({ payload, payloadBytes }: Reset): string | undefined {
  if (payloadBytes === 0) return undefined;
  return new TextDecoder()
    .decode(payload)
    .replace(/[^\x20-\x7e]/g, '.')
    .slice(0, 200);
}

/** Who made a RST, as far as its own text names its maker. */
export interface NamedMaker {
  /** Behind "It is". */
  readonly claim: string;
  readonly next: readonly NextStep[];
}

/** The maker of a RST that says so itself; anyone can write that, so it is no proof. */
export function namedMakerOf(reset: Reset): NamedMaker | undefined {
  const text = resetText(reset);
  if (text === undefined || !text.startsWith(bigIp)) return undefined;
  const isOtherSide = text.includes(otherSideMark);
  return {
    claim: `by its own text the RST of an F5 BIG-IP${isOtherSide ? ', which passes on what happened on the other side of it' : ''}`,
    next: [
      {
        why: 'on the BIG-IP: counts the RSTs that it sent by reason, and shows both sides of the connections with the reason of each RST',
        command: "tmsh show net rst-cause; tcpdump -nni 0.0:nnnp 'tcp[tcpflags] & tcp-rst != 0'",
      },
    ],
  };
}
