import type { LookAlike } from '@fivewhys/evidence';

/** The look-alike that every way of giving up has: the program did not give up, it was ended. */
export function endedInstead(): LookAlike {
  return {
    cause: 'process-killed',
    excluded: false,
    because: "the originator's program may have been ended instead of giving up: its log, or its user, tells",
  };
}
