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
  say(
    `A Git host: ${host.repositories.length} repositories behind git http-backend, ${amount(pullRequests)} pull requests in SQLite, nginx in front.`,
  );
  say(
    `${amount(accounts.length)} accounts clone, look at pull requests, and list them; now and then one searches in their texts, and all others wait meanwhile.`,
  );
  say('@fivewhys/throttle measures what each request costs, and refuses nothing yet.');
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
  const line = (ms: number, when: string, ratio: string): void =>
    say(`   ${duration(ms).padStart(6)}  ${when}${ratio}`);
  const quietMs = clones.quiet.p95Ms;
  const ratioOf = (ms: number): string => `, ${times(ms / quietMs)} as long as in quiet times`;
  line(quietMs, 'in quiet times, before and after', '');
  line(clones.shadow.p95Ms, 'in the incident, nothing refused', ratioOf(clones.shadow.p95Ms));
  line(clones.enforced.p95Ms, 'in the incident, with the limit', ratioOf(clones.enforced.p95Ms));
}
