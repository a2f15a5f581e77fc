import { durationMsOf } from './quantities.ts';

/** Readers of single values, for `Fields`, and the words that say what each expects. */

const most = 10_000;

export const durationWords = 'a time such as "500ms", "10s", "5m" or "2h"';
export const countWords = `a whole number from 1 to ${most}`;
export const commandWords = 'a list of strings, the program first';

export function commandOf(value: unknown): readonly [string, ...string[]] | undefined {
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) return undefined;
  const [program, ...args] = value as string[];
  return program === undefined || program === '' ? undefined : [program, ...args];
}

export function countOf(value: unknown): number | undefined {
  return Number.isInteger(value) && (value as number) >= 1 && (value as number) <= most ? (value as number) : undefined;
}

export function string(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function oneOf<const T extends string>(...words: readonly T[]): (value: unknown) => T | undefined {
  return (value) => words.find((word) => word === value);
}

export function text<T>(read: (text: string) => T | undefined): (value: unknown) => T | undefined {
  return (value) => (typeof value === 'string' ? read(value) : undefined);
}

export const duration = text(durationMsOf);
