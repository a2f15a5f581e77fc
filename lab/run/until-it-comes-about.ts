import type { Story } from '../story.ts';
import { type Observer, play } from './play.ts';

/** A story that depends on a secret hash comes about in half of the attempts. */
const maxAttempts = 16;

/** @throws Error if it has not come about after many attempts */
export async function untilItComesAbout(story: Story, observer: Observer, say: (line: string) => void): Promise<void> {
  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    if (await play(story, attempt, observer)) return;
    say(`${story.name}: did not come about, trying again`);
  }
  throw new Error(`did not come about in ${maxAttempts} attempts`);
}
