/** Blocks of pcapng (draft-ietf-opsawg-pcapng), little-endian, as far as an annotated capture needs them. */

const sectionHeader = 0x0a0d0d0a;
const interfaceDescription = 1;
const enhancedPacket = 6;
const optionEnd = 0;
const optionComment = 1;
const optionTimestampResolution = 9;
/** An option's length is a 16-bit field. */
const mostOptionBytes = 65_532;

/** A section of unknown length. */
export function sectionHeaderBlock(): Uint8Array {
  const body = new Uint8Array(16);
  const view = new DataView(body.buffer);
  view.setUint32(0, 0x1a2b3c4d, true);
  view.setUint16(4, 1, true);
  view.setUint32(8, 0xffff_ffff, true);
  view.setUint32(12, 0xffff_ffff, true);
  return block(sectionHeader, body);
}

/** An interface whose timestamps are nanoseconds. */
export function interfaceBlock(linkType: number, snapLengthBytes: number): Uint8Array {
  const body = new Uint8Array(20);
  const view = new DataView(body.buffer);
  view.setUint16(0, linkType, true);
  view.setUint32(4, snapLengthBytes, true);
  view.setUint16(8, optionTimestampResolution, true);
  view.setUint16(10, 1, true);
  body[12] = 9;
  return block(interfaceDescription, body);
}

/** A frame with comments. @param instantNs since 1970-01-01T00:00:00Z */
export function packetBlock(
  interfaceId: number,
  instantNs: bigint,
  frame: Uint8Array,
  originalBytes: number,
  comments: readonly string[],
): Uint8Array {
  const options = commentOptions(comments, true, true);
  const body = new Uint8Array(20 + padded(frame.length) + options.length);
  const view = new DataView(body.buffer);
  view.setUint32(0, interfaceId, true);
  view.setUint32(4, Number(instantNs >> 32n), true);
  view.setUint32(8, Number(instantNs & 0xffff_ffffn), true);
  view.setUint32(12, frame.length, true);
  view.setUint32(16, originalBytes, true);
  body.set(frame, 20);
  body.set(options, 20 + padded(frame.length));
  return block(enhancedPacket, body);
}

/** @param isLast no options follow: then the end of options does */
export function commentOptions(comments: readonly string[], littleEndian: boolean, isLast: boolean): Uint8Array {
  if (comments.length === 0) return new Uint8Array(0);
  const texts = comments.map((comment) => cut(new TextEncoder().encode(comment)));
  const length = texts.reduce((sum, text) => sum + 4 + padded(text.length), isLast ? 4 : 0);
  const options = new Uint8Array(length);
  const view = new DataView(options.buffer);
  let offset = 0;
  for (const text of texts) {
    view.setUint16(offset, optionComment, littleEndian);
    view.setUint16(offset + 2, text.length, littleEndian);
    options.set(text, offset + 4);
    offset += 4 + padded(text.length);
  }
  if (isLast) view.setUint32(offset, optionEnd, littleEndian);
  return options;
}

export function padded(length: number): number {
  return (length + 3) & ~3;
}

/** Cut where a character ends. */
function cut(text: Uint8Array): Uint8Array {
  if (text.length <= mostOptionBytes) return text;
  let end = mostOptionBytes;
  while (((text[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return text.subarray(0, end);
}

function block(type: number, body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(body.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, type, true);
  view.setUint32(4, bytes.length, true);
  bytes.set(body, 8);
  view.setUint32(bytes.length - 4, bytes.length, true);
  return bytes;
}
