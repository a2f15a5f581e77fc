import type { EndpointAddress } from './endpoint-address.ts';
import type { Random } from './random.ts';

const initialTtl = 64;
const tcpProtocol = 6;

/** Where a segment's headers begin, and the sums of those header fields that no segment changes. */
interface HeaderTemplate {
  readonly bytes: Uint8Array;
  readonly networkOffset: number;
  readonly transportOffset: number;
  /** 16-bit words of the IPv4 header without length, identification and TTL. */
  readonly networkSum: number;
  /** Pseudo-header of the TCP checksum without the length: addresses and protocol. */
  readonly pseudoSum: number;
}

/** One end's TCP state, and the headers that all its segments share. */
export class End {
  readonly family: 4 | 6;
  readonly template: HeaderTemplate;
  readonly ttl: number;
  /** SND.NXT and RCV.NXT of RFC 9293, as 32-bit signed integers. */
  next: number;
  expected = 0;
  /** Window field of an established segment, already scaled. */
  window: number;
  /** IPv4 identification of this socket's next segment; Linux counts per socket when DF is set. */
  ipId: number;
  /** What its millisecond clock showed when the capture began; what it last sent, and what it last heard. */
  readonly clockMs: number;
  sentClock = 0;
  heardClock = 0;

  constructor(source: EndpointAddress, destination: EndpointAddress, link: Uint8Array, random: Random) {
    this.family = source.ip.length === 4 ? 4 : 6;
    this.template = makeTemplate(source, destination, link, random);
    this.ttl = initialTtl - source.hops;
    this.next = random.bits();
    this.window = 501 + random.integer(0, 8);
    this.ipId = random.integer(0, 0xffff);
    this.clockMs = random.bits();
  }
}

function makeTemplate(
  source: EndpointAddress,
  destination: EndpointAddress,
  link: Uint8Array,
  random: Random,
): HeaderTemplate {
  const networkOffset = link.length;
  const networkBytes = source.ip.length === 4 ? 20 : 40;
  const transportOffset = networkOffset + networkBytes;
  const bytes = new Uint8Array(transportOffset + 4);
  bytes.set(link);
  const view = new DataView(bytes.buffer);
  const addressesOffset = networkOffset + (networkBytes === 20 ? 12 : 8);
  bytes.set(source.ip, addressesOffset);
  bytes.set(destination.ip, addressesOffset + source.ip.length);
  const addressSum = sumWords(view, addressesOffset, 2 * source.ip.length);
  if (networkBytes === 20) {
    view.setUint8(networkOffset, 0x45);
    view.setUint16(networkOffset + 6, 0x4000);
    view.setUint8(networkOffset + 9, tcpProtocol);
  } else {
    view.setUint32(networkOffset, 0x60000000 | random.integer(1, 0xfffff));
    view.setUint8(networkOffset + 6, tcpProtocol);
  }
  view.setUint16(transportOffset, source.port);
  view.setUint16(transportOffset + 2, destination.port);
  const networkSum = networkBytes === 20 ? sumWords(view, networkOffset, 20) : 0;
  return { bytes, networkOffset, transportOffset, networkSum, pseudoSum: addressSum + tcpProtocol };
}

function sumWords(view: DataView, offset: number, bytes: number): number {
  let sum = 0;
  for (let at = offset; at < offset + bytes; at += 2) sum += view.getUint16(at);
  return sum;
}
