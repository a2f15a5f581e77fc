import { accounts } from '../load/accounts.ts';
import { answersOf } from './answers-of.ts';
import { chooseLimit } from './chapters/choose-limit.ts';
import { enforcedIncident } from './chapters/enforced-incident.ts';
import { quietTime } from './chapters/quiet-time.ts';
import { shadowIncident } from './chapters/shadow-incident.ts';
import { cloneTimes } from './clone-times.ts';
import type { Host } from './host.ts';
import { Scene } from './scene.ts';
import type { Story } from './story.ts';
import { amount, duration, times } from './words.ts';

/** Plays the story on the host, and tells it as it goes. Takes two minutes. */
export async function tellStory(host: Host, pullRequests: number, say: (line?: string) => void): Promise<Story> {
  const scene = new Scene(host, say);
  say(`A Git host: ${host.repositories.length} repositories behind git http-backend, ${amount(pullRequests)} pull requests in SQLite, nginx in front. @fivewhys/throttle is in shadow mode.`);
  say(`${amount(accounts.length)} accounts clone, look at pull requests, list them, and now and then search in their texts, which takes the service's only thread.`);
  const { quiet, front } = await quietTime(scene);
  const { shadow, quietRecords, work, finding } = await shadowIncident(scene, quiet);
  const limit = await chooseLimit(scene, quietRecords);
  const { enforced, quietAgain } = await enforcedIncident(scene, limit);
  const story: Story = {
    clones: {
      quiet: cloneTimes([...quiet.others, ...quietAgain.others]),
      shadow: cloneTimes(shadow.others),
      enforced: cloneTimes(enforced.others),
    },
    few: [...new Set(shadow.few.map(({ account }) => account))],
    fewInShadow: answersOf(shadow.few, shadow.startMs),
    fewEnforced: answersOf(enforced.few, enforced.startMs),
    othersEnforced: answersOf(enforced.others, enforced.startMs),
    limit,
    finding,
    gitWork: work,
    front,
  };
  sayOutcome(story, say);
  return story;
}

function sayOutcome({ clones }: Story, say: (line?: string) => void): void {
  say();
  say('95 % of the clones of all others took at most');
  for (const [name, { p95Ms }] of [
    ['in quiet times, before and after', clones.quiet],
    ['in the incident, nothing refused', clones.shadow],
    ['in the incident, the limit enforced', clones.enforced],
  ] as const) {
    say(`   ${duration(p95Ms).padStart(7)}  ${name.padEnd(36)} ${times(p95Ms / clones.quiet.p95Ms)} as long as in quiet times`);
  }
}
