import type { UnreadableInput } from '@fivewhys/diagnosis';

/** That an input was not read, in the words before its reason. */
export function unreadWords({ code }: Pick<UnreadableInput, 'code'>): string {
  return isLeftOut({ code }) ? 'left out' : 'could not be read';
}

/** Nothing is missing for it: it was read by another name. */
export function isLeftOut({ code }: Pick<UnreadableInput, 'code'>): boolean {
  return code === 'INPUT_TWICE';
}
