/** For a frame that a story can't do without: fails with its name where it is missing. */
export function present<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`expected ${name}, found none`);
  return value;
}
