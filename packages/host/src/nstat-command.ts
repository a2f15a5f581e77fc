import type { CounterScope } from './part.ts';

/** Without `-a`, nstat subtracts what its history file holds; without the command at hand, nobody can tell. */
export function scopeOf(command: string | undefined): CounterScope {
  const options = optionsOf(command);
  if (options === undefined) return 'unknown';
  return /(?:^|\s)-[b-z]*a|--ignore/.test(options) ? 'since-boot' : 'since-last-call';
}

/** Whether the command shows that nothing was filtered: no pattern, no pipe. */
export function listsAll(command: string | undefined): boolean {
  const options = optionsOf(command);
  return options?.split(/\s+/).every((word) => word === '' || word.startsWith('-')) ?? false;
}

function optionsOf(command: string | undefined): string | undefined {
  return command === undefined ? undefined : /(?:^|[\s/;(])nstat((?:\s[^;]*)?)/.exec(command)?.[1];
}
