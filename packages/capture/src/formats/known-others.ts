/** Files that people hand over by mistake, told by their first bytes; and capture formats that have to be converted first. */
const signatures: readonly { readonly bytes: readonly number[]; readonly what: string }[] = [
  { bytes: [0xff, 0xd8, 0xff], what: 'a JPEG picture' },
  { bytes: [0x89, 0x50, 0x4e, 0x47], what: 'a PNG picture' },
  { bytes: [0x47, 0x49, 0x46, 0x38], what: 'a GIF picture' },
  { bytes: [0x25, 0x50, 0x44, 0x46], what: 'a PDF document' },
  { bytes: [0x50, 0x4b, 0x03, 0x04], what: 'a ZIP archive; unpack it first' },
  // A single compression would have been undone before anybody asks what this is.
  { bytes: [0x1f, 0x8b], what: 'gzip data inside compressed data; decompress it once (gunzip, unzstd) first' },
  {
    bytes: [0x28, 0xb5, 0x2f, 0xfd],
    what: 'Zstandard data inside compressed data; decompress it once (gunzip, unzstd) first',
  },
  { bytes: [0x42, 0x5a, 0x68], what: 'bzip2 data; decompress it first (bunzip2)' },
  { bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a], what: 'xz data; decompress it first (unxz)' },
  { bytes: [0x04, 0x22, 0x4d, 0x18], what: 'LZ4 data; decompress it first (unlz4)' },
  { bytes: [0x7f, 0x45, 0x4c, 0x46], what: 'an ELF program' },
  {
    bytes: [0x73, 0x6e, 0x6f, 0x6f, 0x70, 0x00, 0x00, 0x00],
    what: 'a snoop capture; convert it: editcap -F pcapng IN OUT',
  },
  {
    bytes: [0x58, 0x43, 0x50, 0x00],
    what: 'a NetXRay capture; convert it: editcap -F pcapng IN OUT',
  },
  {
    bytes: [0x47, 0x4d, 0x42, 0x55],
    what: 'a Network Monitor capture; convert it: editcap -F pcapng IN OUT',
  },
  {
    bytes: [0x54, 0x52, 0x53, 0x4e, 0x49, 0x46, 0x46],
    what: 'a Sniffer capture; convert it: editcap -F pcapng IN OUT',
  },
];

/** How much is looked at. */
const sampleBytes = 512;

/** Whether these are the first bytes of a text, in whatever encoding. */
export function looksLikeText(head: Uint8Array): boolean {
  if (signatures.some(({ bytes }) => bytes.every((byte, index) => head[index] === byte))) return false;
  const isControl = (byte: number) => byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 27;
  if (head.subarray(0, sampleBytes).some(isControl)) return false;
  // What is no UTF-8 decodes to U+FFFD: a few are a text in another encoding, many are no text.
  const text = textOf(head);
  return text.split('\ufffd').length - 1 <= text.length / 8;
}

function textOf(head: Uint8Array): string {
  return new TextDecoder().decode(head.subarray(0, sampleBytes));
}

/** Says in a few words what the first bytes of an unreadable input look like. */
export function describeUnknown(head: Uint8Array): string {
  const known = signatures.find(({ bytes }) => bytes.every((byte, index) => head[index] === byte));
  if (known !== undefined) return `it looks like ${known.what}`;
  if (head.subarray(0, sampleBytes).every((byte) => byte === 0)) return 'its first bytes are all zero';
  if (!looksLikeText(head)) {
    const first = [...head.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    return `its first bytes are ${first}`;
  }
  const line = textOf(head).split('\n', 1)[0]?.trim() ?? '';
  return `it is a text without a line of tcpdump's or ngrep's output, and begins with "${line.slice(0, 60)}"`;
}
