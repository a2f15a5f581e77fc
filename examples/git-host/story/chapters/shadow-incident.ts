import { join } from 'node:path';
import type { RequestRecord } from '@fivewhys/throttle';
import { fewAccounts } from '../../load/accounts.ts';
import type { Stretch } from '../../load/play.ts';
import { answersOf } from '../answers-of.ts';
import { askUsage } from '../ask-usage.ts';
import { cloneTimes } from '../clone-times.ts';
import { clonesText } from '../clones-text.ts';
import { type GitWork, gitWork } from '../git-work.ts';
import { type Scene, shadowMs, windowS } from '../scene.ts';
import type { Story } from '../story.ts';
import { requestRecords } from '../usage-records.ts';
import { amount, duration, percent } from '../words.ts';

export interface ShadowIncident {
  readonly shadow: Stretch;
  /** Usage records of the quiet time before it. */
  readonly quietRecords: readonly RequestRecord[];
  readonly work: GitWork;
  readonly finding: Story['finding'];
}

/** The few search, and nothing is refused: the usage records tell who it was. */
export async function shadowIncident(scene: Scene, quiet: Stretch): Promise<ShadowIncident> {
  const { host, say } = scene;
  say();
  say(
    `2. An incident (${duration(shadowMs)}): ${fewAccounts.length} accounts search, one search after the other; nothing is refused`,
  );
  const shadow = await scene.play(0, shadowMs, true);
  await host.stop();
  say(clonesText(cloneTimes(shadow.others)));
  say(`   The ${fewAccounts.length} accounts got ${amount(answersOf(shadow.few, shadow.startMs).done)} answers.`);
  const path = join(host.folder, 'shadow.jsonl');
  const quietRecords = requestRecords(path).filter(({ instant }) => isBetween(instant, quiet.from, shadow.from));
  const work = gitWork(quietRecords, quiet.others);
  say(
    `   (Of what clones cost, ${percent(work.shareOfClones)} is the CPU time of git's own processes, counted to those who cloned.)`,
  );
  const finding = await explain(path, quiet, shadow);
  say('   fivewhys usage shadow.jsonl --incident FROM..TO says:');
  for (const line of finding.text) say(`   | ${line}`);
  return { shadow, quietRecords, work, finding };
}

async function explain(path: string, quiet: Stretch, shadow: Stretch): Promise<Story['finding']> {
  const { incident } = await askUsage(
    path,
    '--incident',
    span(shadow),
    '--baseline',
    span(quiet),
    '--window',
    `${windowS}s`,
  );
  const [found] = incident?.findings ?? [];
  if (found === undefined)
    throw new Error(`fivewhys usage found nothing in the incident: ${incident?.nothing ?? 'no answer'}`);
  const { cause, verdict, accounts, symptom, whys } = found;
  const text = [symptom, `${cause} (${verdict}): ${accounts.join(', ')}`];
  for (const { claim, evidence } of whys) text.push(`- ${claim}`, ...evidence.map(({ detail }) => `    ${detail}`));
  return { cause, verdict, accounts, text };
}

function span({ from, to }: Stretch): string {
  return `${from.toISOString()}..${to.toISOString()}`;
}

function isBetween(instant: string, from: Date, to: Date): boolean {
  return instant >= from.toISOString() && instant < to.toISOString();
}
