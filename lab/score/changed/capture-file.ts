/** A frame of a capture, with bytes of its own. */
export interface CaptureFrame {
  /** Since 1970-01-01T00:00:00Z. */
  readonly instantNs: bigint;
  /** As captured. */
  readonly bytes: Buffer;
  /** Before it was cut off. */
  readonly wireBytes: number;
}

export interface CaptureFile {
  /** www.tcpdump.org/linktypes.html */
  readonly linkType: number;
  readonly frames: readonly CaptureFrame[];
}

const magicOfNanoseconds = 0xa1b23c4d;
const magicOfMicroseconds = 0xa1b2c3d4;
const headerBytes = 24;
const recordHeaderBytes = 16;
const snapBytes = 262_144;

/** Reads what the lab writes: pcap in the byte order of x86, with nanoseconds, or with microseconds as under captures/. @throws Error for anything else */
export function readCaptureFile(file: Buffer): CaptureFile {
  const magic = file.readUInt32LE(0);
  if (magic !== magicOfNanoseconds && magic !== magicOfMicroseconds) throw new Error('not a capture of the lab');
  const unitNs = magic === magicOfNanoseconds ? 1n : 1000n;
  const frames: CaptureFrame[] = [];
  for (let at = headerBytes; at + recordHeaderBytes <= file.length; ) {
    const capturedBytes = file.readUInt32LE(at + 8);
    frames.push({
      instantNs: BigInt(file.readUInt32LE(at)) * 1_000_000_000n + BigInt(file.readUInt32LE(at + 4)) * unitNs,
      bytes: Buffer.from(file.subarray(at + recordHeaderBytes, at + recordHeaderBytes + capturedBytes)),
      wireBytes: file.readUInt32LE(at + 12),
    });
    at += recordHeaderBytes + capturedBytes;
  }
  return { linkType: file.readUInt32LE(20), frames };
}

/** The same as bytes of a file. */
export function writeCaptureFile({ linkType, frames }: CaptureFile): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32LE(magicOfNanoseconds, 0);
  header.writeUInt16LE(2, 4);
  header.writeUInt16LE(4, 6);
  header.writeUInt32LE(snapBytes, 16);
  header.writeUInt32LE(linkType, 20);
  const records = frames.flatMap(({ instantNs, bytes, wireBytes }) => {
    const record = Buffer.alloc(recordHeaderBytes);
    record.writeUInt32LE(Number(instantNs / 1_000_000_000n), 0);
    record.writeUInt32LE(Number(instantNs % 1_000_000_000n), 4);
    record.writeUInt32LE(bytes.length, 8);
    record.writeUInt32LE(wireBytes, 12);
    return [record, bytes];
  });
  return Buffer.concat([header, ...records]);
}
