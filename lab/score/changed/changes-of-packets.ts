import type { Change } from './change.ts';
import { each } from './changes-of-names.ts';
import { type Headers, isFromOriginator } from './headers.ts';

/** Adds to the TTL or hop limit of what bears the originators' addresses, and of what bears the responders'. */
const withTtls = (originator: number, responder: number) =>
  each((headers) => {
    const { bytes, version, ip, tcp, isQuoted } = headers;
    if (tcp < 0 || isQuoted) return;
    const at = ip + (version === 4 ? 8 : 7);
    bytes[at] = Math.min(
      255,
      Math.max(1, (bytes[at] as number) + (isFromOriginator(headers) ? originator : responder)),
    );
  });

export const fartherEnds: Change = {
  name: 'farther ends',
  title: 'more hops to both ends',
  keeps: 'answer',
  change: withTtls(-9, -14),
};

/** Of what routers on the way make in an end's name the first TTL rises with it: what differs by one differs by one still. */
export const otherFirstTtls: Change = {
  name: 'first TTLs',
  title: 'ends that begin with a TTL of 128 and of 255, some hops away',
  keeps: 'answer',
  change: withTtls(64 - 5, 191 - 11),
};

/** A generator that is the same each time (mulberry32). */
function numbersFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

/** IPv4, of what a live socket sends: others are 0, as the kernel's answers without a socket are. */
const withIpIds = (idOf: (headers: Headers, count: number) => number): Change['change'] => {
  return (capture) => {
    let count = 0;
    // A router's copy of a packet keeps its IP ID.
    const known = new Map<string, number>();
    return each((headers) => {
      const { bytes, version, ip, tcp, isQuoted } = headers;
      if (version !== 4 || tcp < 0 || isQuoted || bytes.readUInt16BE(ip + 4) === 0) return;
      const key = `${bytes.readUInt16BE(ip + 4)} ${bytes.toString('hex', tcp, tcp + 14)}`;
      count += 1;
      const id = known.get(key) ?? idOf(headers, count);
      known.set(key, id);
      bytes.writeUInt16BE(id, ip + 4);
    })(capture);
  };
};

export const randomIpIds: Change = {
  name: 'random IP IDs',
  title: 'IP IDs that are random, as OpenBSD and macOS have them',
  keeps: 'truth',
  change: (capture) => {
    const next = numbersFrom(7);
    return withIpIds(() => 1 + (next() % 0xfffe))(capture);
  },
};

export const noIpIds: Change = {
  name: 'no IP IDs',
  title: 'IP IDs that are 0, as RFC 6864 allows for packets that may not be fragmented',
  keeps: 'truth',
  change: withIpIds(() => 0),
};

export const oneIpIdCounter: Change = {
  name: 'one IP ID counter',
  title: 'IP IDs that count over all packets of a host, as Windows counts them',
  keeps: 'truth',
  change: withIpIds((headers, count) => (isFromOriginator(headers) ? 1 : 0x8000) + (count % 0x7fff)),
};

/** Headers stay as long as they were: a NOP stands in the place of each byte of the option. */
export const noTimestamps: Change = {
  name: 'no timestamps',
  title: 'ends without TCP timestamps, as Windows is',
  keeps: 'truth',
  change: each(withoutTimestamps),
};

const nop = 1;
function withoutTimestamps(headers: Headers): void {
  const { bytes, tcp, isQuoted } = headers;
  if (tcp < 0 || isQuoted) return;
  const end = Math.min(bytes.length, tcp + ((bytes[tcp + 12] as number) >> 4) * 4);
  for (let at = tcp + 20; at + 10 <= end; ) {
    const kind = bytes[at] as number;
    if (kind === 0) return;
    const length = kind === nop ? 1 : Math.max(2, bytes[at + 1] as number);
    if (kind === 8) bytes.fill(nop, at, at + length);
    at += length;
  }
}
