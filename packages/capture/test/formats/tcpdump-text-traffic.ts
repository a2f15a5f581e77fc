import { ACK, FIN, PSH, RST, SYN } from '../../src/segment.ts';

/** One segment of made-up traffic, with what a reader has to find. */
export interface MadeSegment {
  readonly endpoints: string;
  readonly instantUs: number;
  readonly flags: number;
  readonly sequence: number;
  readonly acknowledgment: number;
  readonly window: number;
  readonly payloadBytes: number;
  readonly sack: readonly [number, number] | undefined;
  readonly frame: Uint8Array;
}

/** mulberry32: small, seeded, and good enough to make traffic with. */
function randomOf(seed: number): (below: number) => number {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 0x100000000) * below);
  };
}

interface End {
  readonly address: string;
  readonly bytes: Uint8Array;
  readonly port: number;
  next: number;
}

/**
 * Connections one after another on few pairs of endpoints, so that pairs are used again: whole ones; ones that the capture joins in the middle;
 * SYNs answered by a RST, or by an old ACK as a TIME_WAIT socket answers; data, retransmissions, SACK, FIN and RST.
 */
export function madeTraffic(seed: number, connections: number): MadeSegment[] {
  const random = randomOf(seed);
  const made: MadeSegment[] = [];
  let instantUs = 1_492_046_531_000_000;
  const known = new Map<number, readonly [End, End]>();

  const send = (from: End, to: End, flags: number, payloadBytes = 0, more: Partial<MadeSegment> = {}): void => {
    instantUs += random(3_000_000);
    const segment = {
      endpoints: `${from.address}:${from.port} > ${to.address}:${to.port}`,
      instantUs,
      flags,
      sequence: from.next,
      acknowledgment: flags & ACK ? to.next : 0,
      window: random(65_536),
      payloadBytes,
      sack: undefined,
      ...more,
    };
    made.push({ ...segment, frame: frameOf(from, to, segment) });
    if (more.sequence !== undefined) return;
    from.next = (from.next + payloadBytes + (flags & SYN ? 1 : 0) + (flags & FIN ? 1 : 0)) >>> 0;
  };

  for (let count = 0; count < connections; count += 1) {
    const pair = random(4);
    const isReuse = known.has(pair);
    const [a, b] = known.get(pair) ?? pairOf(pair);
    known.set(pair, [a, b]);
    const kind = random(5);
    if (kind === 0 && isReuse) {
      send(a, b, SYN, 0, { sequence: random(0x100000000) });
      send(b, a, ACK);
      continue;
    }
    a.next = random(0x100000000);
    if (kind === 1) {
      send(a, b, SYN);
      send(b, a, RST | ACK, 0, isReuse ? {} : { sequence: 0 });
      continue;
    }
    if (kind > 2 || isReuse) {
      send(a, b, SYN);
      b.next = random(0x100000000);
      send(b, a, SYN | ACK);
    } else {
      b.next = random(0x100000000); // joined in the middle: the first segment seen has data
    }
    exchange(a, b, random, send);
    if (random(2) === 0) {
      send(b, a, FIN | ACK);
      send(a, b, FIN | ACK);
      send(b, a, ACK);
    } else {
      send(a, b, random(2) === 0 ? RST : RST | ACK);
    }
  }
  return made;
}

function exchange(
  a: End,
  b: End,
  random: (below: number) => number,
  send: (from: End, to: End, flags: number, payloadBytes?: number, more?: Partial<MadeSegment>) => void,
): void {
  send(a, b, PSH | ACK, 1 + random(1000));
  for (let step = random(8); step > 0; step -= 1) {
    const [from, to] = random(2) === 0 ? [a, b] : [b, a];
    const start = from.next;
    send(from, to, ACK, 10 + random(1450));
    if (random(4) === 0) send(from, to, PSH | ACK, 10, { sequence: start });
    if (random(3) === 0) send(to, from, ACK, 0, { acknowledgment: start, sack: [(start + 5) >>> 0, from.next] });
    send(to, from, ACK);
  }
}

function pairOf(index: number): readonly [End, End] {
  const address = (end: number): Pick<End, 'address' | 'bytes'> => {
    if (index !== 3) return { address: `10.0.${index}.${end}`, bytes: Uint8Array.of(10, 0, index, end) };
    const bytes = new Uint8Array(16);
    bytes.set([0x20, 0x01, 0x0d, 0xb8]);
    bytes[15] = end;
    return { address: `2001:db8::${end}`, bytes };
  };
  return [
    { ...address(1), port: index === 1 ? 80 : 40_000 + index, next: 0 },
    { ...address(2), port: 80, next: 0 },
  ];
}

function frameOf(from: End, to: End, segment: Omit<MadeSegment, 'frame'>): Uint8Array {
  const isIpv6 = from.bytes.length === 16;
  const ipBytes = isIpv6 ? 40 : 20;
  const tcpBytes = segment.sack === undefined ? 20 : 32;
  const frame = new Uint8Array(14 + ipBytes + tcpBytes + segment.payloadBytes).fill(0x41);
  const view = new DataView(frame.buffer);
  frame.set([2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1]);
  view.setUint16(12, isIpv6 ? 0x86dd : 0x0800);
  if (isIpv6) {
    view.setUint32(14, 0x60000000);
    view.setUint16(18, tcpBytes + segment.payloadBytes);
    view.setUint16(20, 0x0640);
  } else {
    view.setUint16(14, 0x4500);
    view.setUint16(16, 20 + tcpBytes + segment.payloadBytes);
    view.setUint32(18, 0x00014000);
    view.setUint32(22, 0x40060000);
  }
  frame.set(from.bytes, 14 + ipBytes - 2 * from.bytes.length);
  frame.set(to.bytes, 14 + ipBytes - to.bytes.length);
  const tcp = 14 + ipBytes;
  view.setUint16(tcp, from.port);
  view.setUint16(tcp + 2, to.port);
  view.setUint32(tcp + 4, segment.sequence);
  view.setUint32(tcp + 8, segment.acknowledgment);
  view.setUint16(tcp + 12, ((tcpBytes / 4) << 12) | segment.flags);
  view.setUint16(tcp + 14, segment.window);
  view.setUint32(tcp + 16, 0);
  if (segment.sack !== undefined) {
    view.setUint32(tcp + 20, 0x0101050a);
    view.setUint32(tcp + 24, segment.sack[0]);
    view.setUint32(tcp + 28, segment.sack[1]);
  }
  return frame;
}

/** A pcap file (microseconds, Ethernet) of the segments. */
export function pcapOf(segments: readonly MadeSegment[]): Uint8Array {
  const header = Buffer.alloc(24);
  header.writeUInt32LE(0xa1b2c3d4, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(262_144, 16);
  header.writeUInt32LE(1, 20);
  const records = segments.map(({ frame, instantUs }) => {
    const record = Buffer.alloc(16);
    record.writeUInt32LE(Math.floor(instantUs / 1e6), 0);
    record.writeUInt32LE(instantUs % 1e6, 4);
    record.writeUInt32LE(frame.length, 8);
    record.writeUInt32LE(frame.length, 12);
    return Buffer.concat([record, frame]);
  });
  return Buffer.concat([header, ...records]);
}
