import { InvalidArgumentError } from 'commander';

/** Reads the number of a stream. @throws InvalidArgumentError */
export function parseStream(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('a stream is a whole number, from 0.');
  return Number(text);
}
