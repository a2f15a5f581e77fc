import { Random } from './random.ts';

/** Changes an input a little. `others` are the seeds, to take parts from. */
export type Mutation = (random: Random, bytes: Uint8Array, others: readonly Uint8Array[]) => Uint8Array;

const mostBytes = 64 * 1024;
/** Once in so many inputs, one is repeated up to this size: what takes the square of its length shows only then. */
const largeOneIn = 2000;
const mostLargeBytes = 4 * 1024 * 1024;

/** Where programs go wrong: around the widths of integers, around nothing, around the sizes of headers. */
const boundaries = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 14, 15, 16, 17, 20, 28, 32, 40, 60, 63, 64, 65, 127, 128, 129, 255, 256, 1500, 1501,
  0x7fff, 0x8000, 0x8001, 0xfffe, 0xffff, 0x10000, 0x3ffff, 0x40000, 0x40001, 0xffffff, 0x1000000, 0x1000001,
  0x7fffffff, 0x80000000, 0x80000001, 0xfffffffc, 0xfffffffe, 0xffffffff,
];

const mutations: readonly Mutation[] = [
  flipBit,
  flipBit,
  setByte,
  setBoundary,
  setBoundary,
  setBoundary,
  addToInteger,
  truncate,
  removePart,
  repeatPart,
  swapParts,
  overwriteFromOther,
  insertFromOther,
  crossOver,
  fillPart,
  insertNoise,
];

/** The input with this number: always the same for the same seed, whatever was tried before. */
export function makeInput(
  seed: number,
  iteration: number,
  seeds: readonly Uint8Array[],
  more: readonly Mutation[] = [],
): Uint8Array {
  const random = new Random(Math.imul(seed, 0x9e3779b1) ^ Math.imul(iteration + 1, 0x85ebca6b));
  const list = [...mutations, ...more, ...more, ...more];
  let bytes: Uint8Array = random.pick(seeds).slice();
  const rounds = random.oneIn(8) ? random.below(30) : 1 + random.below(4);
  for (let round = 0; round < rounds; round += 1) {
    bytes = random.pick(list)(random, bytes, seeds);
    if (bytes.length > mostBytes) bytes = bytes.subarray(0, mostBytes);
  }
  return random.oneIn(largeOneIn) ? enlarge(random, bytes) : bytes;
}

function flipBit(random: Random, bytes: Uint8Array): Uint8Array {
  const at = random.below(bytes.length);
  if (bytes.length > 0) bytes[at] = (bytes[at] as number) ^ (1 << random.below(8));
  return bytes;
}

function setByte(random: Random, bytes: Uint8Array): Uint8Array {
  if (bytes.length > 0) bytes[random.below(bytes.length)] = random.below(256);
  return bytes;
}

/** An integer of one to four bytes, in either byte order, at an offset that mostly is a multiple of its width. */
function setBoundary(random: Random, bytes: Uint8Array): Uint8Array {
  const value = random.oneIn(6) ? bytes.length + random.below(9) - 4 : random.pick(boundaries);
  return writeInteger(random, bytes, () => value);
}

function addToInteger(random: Random, bytes: Uint8Array): Uint8Array {
  const by = random.below(33) - 16;
  return writeInteger(random, bytes, (before) => before + by);
}

function writeInteger(random: Random, bytes: Uint8Array, change: (before: number) => number): Uint8Array {
  const width = random.pick([1, 2, 4]);
  if (bytes.length < width) return bytes;
  const anywhere = random.below(bytes.length - width + 1);
  const at = random.oneIn(3) ? anywhere : anywhere - (anywhere % width);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const littleEndian = random.oneIn(2);
  if (width === 1) view.setUint8(at, change(view.getUint8(at)));
  else if (width === 2) view.setUint16(at, change(view.getUint16(at, littleEndian)), littleEndian);
  else view.setUint32(at, change(view.getUint32(at, littleEndian)), littleEndian);
  return bytes;
}

function truncate(random: Random, bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, random.below(bytes.length + 1));
}

function removePart(random: Random, bytes: Uint8Array): Uint8Array {
  const [start, end] = part(random, bytes);
  return concat(bytes.subarray(0, start), bytes.subarray(end));
}

function repeatPart(random: Random, bytes: Uint8Array): Uint8Array {
  const [start, end] = part(random, bytes);
  const times = random.oneIn(10) ? random.below(1000) : random.below(4);
  const repeated = new Array<Uint8Array>(Math.min(times, Math.ceil(mostBytes / Math.max(end - start, 1))));
  return concat(bytes.subarray(0, end), ...repeated.fill(bytes.subarray(start, end)), bytes.subarray(end));
}

function swapParts(random: Random, bytes: Uint8Array): Uint8Array {
  const [a, b, c] = [0, 0, 0].map(() => random.below(bytes.length + 1)).sort((x, y) => x - y) as [
    number,
    number,
    number,
  ];
  return concat(bytes.subarray(0, a), bytes.subarray(b, c), bytes.subarray(a, b), bytes.subarray(c));
}

function overwriteFromOther(random: Random, bytes: Uint8Array, others: readonly Uint8Array[]): Uint8Array {
  const other = random.pick(others);
  const [start, end] = part(random, other);
  const at = random.below(bytes.length);
  bytes.set(other.subarray(start, Math.min(end, start + bytes.length - at)), at);
  return bytes;
}

function insertFromOther(random: Random, bytes: Uint8Array, others: readonly Uint8Array[]): Uint8Array {
  const other = random.pick(others);
  const at = random.below(bytes.length + 1);
  return concat(bytes.subarray(0, at), other.subarray(...part(random, other)), bytes.subarray(at));
}

function crossOver(random: Random, bytes: Uint8Array, others: readonly Uint8Array[]): Uint8Array {
  const other = random.pick(others);
  return concat(bytes.subarray(0, random.below(bytes.length + 1)), other.subarray(random.below(other.length + 1)));
}

function fillPart(random: Random, bytes: Uint8Array): Uint8Array {
  const [start, end] = part(random, bytes);
  return bytes.fill(random.pick([0, 0xff, 0x01, 0x80, 0x20]), start, end);
}

function insertNoise(random: Random, bytes: Uint8Array): Uint8Array {
  const noise = Uint8Array.from({ length: random.below(64) }, () => random.below(256));
  const at = random.below(bytes.length + 1);
  return concat(bytes.subarray(0, at), noise, bytes.subarray(at));
}

function enlarge(random: Random, bytes: Uint8Array): Uint8Array {
  const [start, end] = part(random, bytes);
  const unit = bytes.subarray(start, Math.max(end, start + 1));
  const large = new Uint8Array(mostLargeBytes);
  large.set(bytes);
  for (let offset = bytes.length; offset + unit.length <= large.length && unit.length > 0; offset += unit.length) {
    large.set(unit, offset);
  }
  return large;
}

/** Mostly short parts: long ones leave little of what makes an input valid. */
function part(random: Random, bytes: Uint8Array): [start: number, end: number] {
  const start = random.below(bytes.length + 1);
  const longest = random.oneIn(4) ? bytes.length - start : Math.min(64, bytes.length - start);
  return [start, start + random.below(longest + 1)];
}

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const piece of parts) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}
