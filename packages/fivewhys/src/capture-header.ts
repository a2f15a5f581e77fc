import { closeSync, openSync, readSync, statSync } from 'node:fs';

/** First bytes of a pcap in either byte order, with microseconds or nanoseconds, and of a pcapng. */
const pcapMagics: readonly number[] = [0xa1b2c3d4, 0xd4c3b2a1, 0xa1b23c4d, 0x4d3cb2a1];
const pcapngMagic = 0x0a0d0d0a;
/** LINKTYPE_LINUX_SLL2, www.tcpdump.org/linktypes.html: what tcpdump -i any writes, with the interface of each packet. */
const linuxSll2 = 276;
const headerBytes = 24;
/** A larger capture is not read thrice to hold its interfaces against each other. */
const mostBytes = 256 * 1024 * 1024;

/** Whether a file begins as a capture does. Of what can't be opened its reader says why; a pipe is left alone, for looking into it would take its first bytes. */
export function isCapture(path: string): boolean {
  const magic = headerOf(path)?.readUInt32LE(0);
  return magic !== undefined && (magic === pcapngMagic || pcapMagics.includes(magic));
}

/** Whether a file is a capture of all interfaces of a host that tells them apart, and not too large to be read again. */
export function isOfSeveralInterfaces(path: string): boolean {
  const header = headerOf(path);
  if (header === undefined || header.length < headerBytes || statSync(path).size > mostBytes) return false;
  const magic = header.readUInt32LE(0);
  if (!pcapMagics.includes(magic)) return false;
  const isLittle = magic === 0xa1b2c3d4 || magic === 0xa1b23c4d;
  return (isLittle ? header.readUInt32LE(20) : header.readUInt32BE(20)) === linuxSll2;
}

function headerOf(path: string): Buffer | undefined {
  try {
    if (!statSync(path).isFile()) return undefined;
    const descriptor = openSync(path, 'r');
    try {
      const header = Buffer.alloc(headerBytes);
      const count = readSync(descriptor, header, 0, headerBytes, 0);
      return count < 4 ? undefined : header.subarray(0, count);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return undefined;
  }
}
