import { readFileSync } from 'node:fs';

/** Where a packet crossed the border of the middle host. */
export interface Crossing {
  readonly interface: string;
  readonly direction: 'in' | 'out';
}

const fileHeaderBytes = 24;
const recordHeaderBytes = 16;
/** PACKET_OUTGOING of linux/if_packet.h. */
const outgoing = 4;

/**
 * Of each record of a capture with `-i any` (pcap in our own byte order, LINKTYPE_LINUX_SLL2) the interface and the direction, which tcpdump prints by the names
 * of the host that reads. @param interfaces the captured host's interfaces by their index
 */
export function readCrossings(path: string, interfaces: ReadonlyMap<number, string>): Crossing[] {
  const bytes = readFileSync(path);
  const crossings: Crossing[] = [];
  for (let at = fileHeaderBytes; at + recordHeaderBytes <= bytes.length; ) {
    const record = at + recordHeaderBytes;
    const index = bytes.readUInt32BE(record + 4);
    crossings.push({
      interface: interfaces.get(index) ?? `interface ${index}`,
      direction: bytes[record + 10] === outgoing ? 'out' : 'in',
    });
    at = record + bytes.readUInt32LE(at + 8);
  }
  return crossings;
}
