/** A story that depends on a secret hash comes about in half of the attempts. */
const maxAttempts = 16;
/** On a busy machine a program may come too late for its story. What goes wrong more often than that is wrong. */
const maxFailures = 3;

/**
 * Plays until it has come about. @param play plays once, and returns whether it came about
 * @throws Error if it has not after many attempts, or what went wrong again and again
 */
export async function untilItComesAbout(
  play: (attempt: number) => Promise<boolean>,
  say: (line: string) => void,
): Promise<void> {
  let failures = 0;
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    try {
      if (await play(attempt)) return;
      say('did not come about, trying again');
    } catch (error) {
      failures += 1;
      if (failures === maxFailures) throw error;
      say(`${(error as Error).message.trim()}; trying again`);
    }
  }
  throw new Error(`did not come about in ${maxAttempts} attempts`);
}
