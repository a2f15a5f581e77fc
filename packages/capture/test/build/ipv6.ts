import { type Bytes, join, u16, u32, zeros } from './bytes.ts';

export interface Ipv6Fields {
  readonly source?: string;
  readonly destination?: string;
  /** TCP unless said. */
  readonly nextHeader?: number;
  readonly hopLimit?: number;
  /** What the header says, when that is to be something else than the truth; 0 for a jumbogram or before segmentation offload. */
  readonly payloadLength?: number;
  readonly version?: number;
}

/** An IPv6 packet (RFC 8200). Extension headers belong to the payload. */
export function ipv6(fields: Ipv6Fields, payload: Bytes): Uint8Array {
  return join(
    u32((fields.version ?? 6) << 28),
    u16(fields.payloadLength ?? payload.length),
    [fields.nextHeader ?? 6, fields.hopLimit ?? 64],
    ipv6Address(fields.source ?? '2001:db8::1'),
    ipv6Address(fields.destination ?? '2001:db8:0:9::2'),
    payload,
  );
}

/** Hop-by-hop options, routing or destination options: a next header, a length, `words` times eight bytes. */
export function extensionHeader(nextHeader: number, eights = 1): Uint8Array {
  // One PadN option (RFC 8200 section 4.2) fills it, so that it is well formed also as an options header.
  return join([nextHeader, eights - 1, 1, eights * 8 - 4], zeros(eights * 8 - 4));
}

/** RFC 4302: the length counts words of four bytes, minus 2. */
export function authenticationHeader(nextHeader: number): Uint8Array {
  return join([nextHeader, 4], zeros(22));
}

/** @param offset in units of 8 bytes */
export function fragmentHeader(nextHeader: number, offset: number, more: boolean, id = 0x1234_5678): Uint8Array {
  return join([nextHeader, 0], u16((offset << 3) | (more ? 1 : 0)), u32(id));
}

export function ipv6Address(text: string): number[] {
  const [head = '', tail] = text.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)));
  const front = groups(head);
  const back = groups(tail ?? '');
  const middle = new Array<number>(8 - front.length - back.length).fill(0);
  return [...front, ...middle, ...back].flatMap(u16);
}
