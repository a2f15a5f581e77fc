import type { CaptureFile, CaptureFrame } from './capture-file.ts';

export const ethernet = 1;
export const linuxSll2 = 276;
const linkBytes: Readonly<Record<number, number>> = { [ethernet]: 14, [linuxSll2]: 20 };
const ipv4 = 0x0800;
const ipv6 = 0x86dd;

/** Where the headers of a frame lie in its bytes. */
export interface Headers {
  readonly bytes: Buffer;
  readonly version: 4 | 6;
  readonly ip: number;
  /** Where TCP begins; in an ICMP error where the TCP header that it quotes does, of which 8 bytes are sure. */
  readonly tcp: number;
  /** Of an ICMP error: it quotes these headers, and they lie inside of it. */
  readonly isQuoted: boolean;
}

export const flag = { fin: 0x01, syn: 0x02, rst: 0x04, ack: 0x10 } as const;

/** The protocol that a link header announces, and where it begins. */
export function linkOf(linkType: number, bytes: Buffer): { readonly protocol: number; readonly at: number } {
  const at = linkBytes[linkType];
  if (at === undefined) throw new Error(`link type ${linkType} is none of the lab's`);
  return { protocol: bytes.readUInt16BE(linkType === ethernet ? 12 : 0), at };
}

/** The IP and TCP headers of a frame, and after them those that an ICMP error quotes; none of a frame of something else. */
export function headersOf({ linkType }: Pick<CaptureFile, 'linkType'>, { bytes }: CaptureFrame): readonly Headers[] {
  const { protocol, at } = linkOf(linkType, bytes);
  return protocol === ipv4 || protocol === ipv6 ? headersAt(bytes, at, false) : [];
}

function headersAt(bytes: Buffer, ip: number, isQuoted: boolean): readonly Headers[] {
  const version = (bytes[ip] as number) >> 4 === 4 ? 4 : 6;
  const next = bytes[ip + (version === 4 ? 9 : 6)];
  const behind = ip + (version === 4 ? ((bytes[ip] as number) & 0x0f) * 4 : 40);
  if (next === 6) return [{ bytes, version, ip, tcp: behind, isQuoted }];
  const isError =
    !isQuoted && ((next === 1 && isErrorOf4(bytes[behind])) || (next === 58 && (bytes[behind] as number) < 128));
  const own = { bytes, version, ip, tcp: -1, isQuoted } as const;
  return isError && bytes.length >= behind + 8 + 28 ? [own, ...headersAt(bytes, behind + 8, true)] : [own];
}

const isErrorOf4 = (type: number | undefined): boolean => type === 3 || type === 11;

export const ports = ({ bytes, tcp }: Headers): readonly [source: number, destination: number] => [
  bytes.readUInt16BE(tcp),
  bytes.readUInt16BE(tcp + 2),
];

/** Where the lab's servers listen: an originator's port may be lower, behind a NAT that chooses it anew. */
const services: ReadonlySet<number> = new Set([
  22, 80, 443, 2222, 5000, 8000, 8080, 8081, 8082, 8083, 8443, 9000, 9999,
]);

export const isFromOriginator = (headers: Headers): boolean => {
  const [source, destination] = ports(headers);
  return services.has(source) === services.has(destination) ? source > destination : services.has(destination);
};

export const flagsOf = ({ bytes, tcp }: Headers): number => bytes[tcp + 13] as number;

/** Bytes of the TCP header. */
export const tcpBytes = ({ bytes, tcp }: Headers): number => ((bytes[tcp + 12] as number) >> 4) * 4;

/** Where the payload begins and how long it is, by the length that IP tells. */
export function payloadOf(headers: Headers): { readonly at: number; readonly length: number } {
  const { bytes, version, ip } = headers;
  const end = version === 4 ? ip + bytes.readUInt16BE(ip + 2) : ip + 40 + bytes.readUInt16BE(ip + 4);
  const at = headers.tcp + tcpBytes(headers);
  return { at, length: end - at };
}

/** Calls back for each option of a segment. @param each its kind and where its value begins */
export function eachOption(headers: Headers, each: (kind: number, at: number, length: number) => void): void {
  const { bytes, tcp } = headers;
  const end = Math.min(tcp + tcpBytes(headers), bytes.length);
  for (let at = tcp + 20; at < end; ) {
    const kind = bytes[at] as number;
    if (kind === 0) return;
    const length = kind === 1 ? 1 : (bytes[at + 1] as number);
    if (length < 1 || at + length > end) return;
    if (kind !== 1) each(kind, at + 2, length - 2);
    at += length;
  }
}

/** Adds to a number of 32 bits, around. */
export function addAt(bytes: Buffer, at: number, by: number): void {
  bytes.writeUInt32BE((bytes.readUInt32BE(at) + by) >>> 0, at);
}
