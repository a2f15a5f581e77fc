import type { Mutation } from '../mutate.ts';

/** Puts one of a format's words somewhere into a text. */
export function insertTokenOf(tokens: readonly string[]): Mutation {
  return (random, bytes) => {
    const text = latin1(bytes);
    const at = random.below(text.length + 1);
    return encode(text.slice(0, at) + random.pick(tokens) + text.slice(at + random.below(6)));
  };
}

/** Changes two lines' places. */
export function swapLines(...[random, bytes]: Parameters<Mutation>): Uint8Array {
  const lines = latin1(bytes).split('\n');
  const [a, b] = [random.below(lines.length), random.below(lines.length)];
  [lines[a], lines[b]] = [lines[b] as string, lines[a] as string];
  return encode(lines.join('\n'));
}

/** Writes a line several times. */
export function repeatLine(...[random, bytes]: Parameters<Mutation>): Uint8Array {
  const lines = latin1(bytes).split('\n');
  const at = random.below(lines.length);
  const times = random.oneIn(10) ? random.below(500) : random.below(4);
  lines.splice(at, 0, ...new Array<string>(times).fill(lines[at] as string));
  return encode(lines.join('\n'));
}

/** Writes another number where one stands. */
export function replaceNumber(...[random, bytes]: Parameters<Mutation>): Uint8Array {
  const text = latin1(bytes);
  const numbers = [...text.matchAll(/\d+/g)];
  if (numbers.length === 0) return bytes;
  const { index, 0: number } = random.pick(numbers);
  const value = random.pick([
    '0',
    '1',
    '65535',
    '65536',
    '2147483648',
    '4294967295',
    '4294967296',
    '9'.repeat(25),
    String(Number(number) + 1),
  ]);
  return encode(text.slice(0, index) + value + text.slice(index + number.length));
}

/** Bytes as letters, one each, so that nothing is lost that is no UTF-8. */
function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

function encode(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, 'latin1'));
}
