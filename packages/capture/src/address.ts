/** Writes an IPv4 address held in one 32-bit word. */
export function formatIpv4(word: number): string {
  return `${word >>> 24}.${(word >>> 16) & 255}.${(word >>> 8) & 255}.${word & 255}`;
}

/** Writes an IPv6 address held in four big-endian words, in the form of RFC 5952 (shortest, lower case, mapped IPv4 dotted). */
export function formatIpv6(word0: number, word1: number, word2: number, word3: number): string {
  if (word0 === 0 && word1 === 0 && word2 === 0xffff) return `::ffff:${formatIpv4(word3)}`;
  const groups = [word0, word1, word2, word3].flatMap((word) => [word >>> 16, word & 0xffff]);
  let bestStart = -1;
  let bestLength = 1; // RFC 5952 section 4.2.2: a single zero group is not shortened
  for (let start = 0; start < 8; start += 1) {
    let length = 0;
    while (start + length < 8 && groups[start + length] === 0) length += 1;
    if (length > bestLength) {
      bestStart = start;
      bestLength = length;
    }
  }
  const text = (part: number[]) => part.map((group) => group.toString(16)).join(':');
  if (bestStart < 0) return text(groups);
  return `${text(groups.slice(0, bestStart))}::${text(groups.slice(bestStart + bestLength))}`;
}

/** Writes an address as a segment holds it: `family` 4, 6, or 0 for an entry of `names`. */
export function formatAddress(
  family: number,
  word0: number,
  word1: number,
  word2: number,
  word3: number,
  names: readonly string[],
): string {
  if (family === 4) return formatIpv4(word3);
  if (family === 6) return formatIpv6(word0, word1, word2, word3);
  return names[word3] ?? `name-${word3}`;
}

/**
 * Reads a dotted IPv4 address into a signed 32-bit word; undefined when the text is not one. A leading zero is refused, as by inet_pton: some read
 * such a number as octal.
 */
export function parseIpv4(text: string): number | undefined {
  const match = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/.exec(text);
  if (match === null) return undefined;
  let word = 0;
  for (let part = 1; part <= 4; part += 1) {
    const byte = Number(match[part]);
    if (byte > 255) return undefined;
    word = (word << 8) | byte;
  }
  return word;
}

/** Reads an IPv6 address (RFC 4291 section 2.2, zone ids ignored) into four signed words; undefined when the text is not one. */
export function parseIpv6(text: string): readonly [number, number, number, number] | undefined {
  let source = text.replace(/%[^\s%]+$/, '');
  const dotted = /(^|:)(\d+\.\d+\.\d+\.\d+)$/.exec(source);
  if (dotted !== null) {
    const word = parseIpv4(dotted[2] as string);
    if (word === undefined) return undefined;
    source = `${source.slice(0, dotted.index)}${dotted[1]}${(word >>> 16).toString(16)}:${(word & 0xffff).toString(16)}`;
  }
  const halves = source.split('::');
  if (halves.length > 2) return undefined;
  const parse = (half: string | undefined) => (half === undefined || half === '' ? [] : half.split(':'));
  const head = parse(halves[0]);
  const tail = parse(halves[1]);
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...new Array<string>(missing).fill('0'), ...tail];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  const word = (index: number) =>
    (Number.parseInt(groups[index] as string, 16) << 16) | Number.parseInt(groups[index + 1] as string, 16);
  return [word(0), word(2), word(4), word(6)];
}
