import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { accounts, fewAccounts } from '../load/accounts.ts';
import { Client, type Outcome } from '../load/client.ts';
import { play, type Stretch } from '../load/play.ts';
import { ordinaryTraffic, partOf } from '../load/traffic.ts';
import { answersOf } from './answers-of.ts';
import { askUsage, type UsageAnswer } from './ask-usage.ts';
import { type CloneTimes, cloneTimes } from './clone-times.ts';
import { gitWork } from './git-work.ts';
import type { Host } from './host.ts';
import { lookThroughNginx } from './look-through-nginx.ts';
import { paperLog } from './paper-log.ts';
import type { Story } from './story.ts';
import { requestRecords } from './usage-records.ts';
import { amount, duration, percent, times } from './words.ts';

const quietMs = 20_000;
const shadowMs = 12_000;
const enforcedMs = 2 * quietMs;
const windowS = 60;
const paperWindows = 220;

export const pullRequests = 12_000;

type Say = (line?: string) => void;

/** Plays the story on the host, and tells it as it goes. Takes some two minutes. */
export async function tellStory(host: Host, say: Say): Promise<Story> {
  const client = new Client(host.url, join(host.folder, 'clones'), host.repositories);
  // The same traffic all the time: what differs between the stretches is what the few do.
  const traffic = ordinaryTraffic(enforcedMs, 1);
  const part = (fromMs: number, toMs: number, isIncident = false): Promise<Stretch> =>
    play(client, partOf(traffic, fromMs, toMs), toMs - fromMs, isIncident);
  const warmUp = (): Promise<Stretch> => play(client, ordinaryTraffic(4000, 2), 4000, false);

  say(`A Git host: ${host.repositories.length} repositories behind git http-backend, ${amount(pullRequests)} pull requests in SQLite,`);
  say(`nginx in front of it, and @fivewhys/throttle in it, in shadow mode: it measures and refuses nothing.`);
  say(`${amount(accounts.length)} accounts clone, look at pull requests, list them, and now and then search in their descriptions.`);

  await host.start('shadow.jsonl');
  await warmUp();
  say();
  say(`1. A quiet time (${duration(quietMs)})`);
  const quiet = await part(0, quietMs);
  const baseline1 = cloneTimes(quiet.others);
  sayClones(say, baseline1);
  const { seenByClient, loggedByNginx } = await lookThroughNginx(host);
  say(`   A client sees ${seenByClient.length === 0 ? 'no' : seenByClient.length} X-Usage header; nginx logged of its request: ${JSON.stringify(loggedByNginx)}`);

  say();
  say(`2. ${fewAccounts.length} accounts search, one search after the other (${duration(shadowMs)}), and nothing is refused`);
  const shadow = await part(0, shadowMs, true);
  await host.stop();
  const inShadow = cloneTimes(shadow.others);
  const fewInShadow = answersOf(shadow.few, shadow.startMs);
  sayClones(say, inShadow);
  say(`   The ${fewAccounts.length} accounts had ${amount(fewInShadow.done)} searches answered.`);
  const records = requestRecords(join(host.folder, 'shadow.jsonl'));
  const livedQuiet = records.filter(({ instant }) => isWithin(instant, quiet));
  const work = gitWork(livedQuiet, clonersOf(quiet.others, livedQuiet));
  say(`   ${percent(work.shareOfClones)} of the CPU time of clones was that of git's own processes, and counted to the accounts that cloned.`);
  const finding = await explainIncident(host, shadow, say);

  say();
  say('3. Which limit?');
  const limit = await recommend(host, livedQuiet, quiet, say);

  say();
  say(`4. The same again, with that limit enforced (${duration(enforcedMs)})`);
  await host.start('enforced.jsonl', { units: limit.units, windowS });
  await warmUp();
  const enforced = await part(0, enforcedMs, true);
  const fewEnforced = answersOf(enforced.few, enforced.startMs);
  const othersEnforced = answersOf(enforced.others, enforced.startMs);
  const inEnforced = cloneTimes(enforced.others);
  sayClones(say, inEnforced);
  say(`   The ${fewAccounts.length}: ${amount(fewEnforced.done)} searches answered, ${amount(fewEnforced.refused)} refused with 429, the first ${duration(fewEnforced.firstRefusedMs ?? Number.NaN)} after they began.`);
  say(`   The others: ${amount(othersEnforced.refused)} of ${amount(enforced.others.length)} refused.`);

  say();
  say(`5. Quiet again (${duration(quietMs)}), the limit still enforced`);
  const quietAgain = await part(quietMs, 2 * quietMs);
  await host.stop();
  sayClones(say, cloneTimes(quietAgain.others));

  const baseline = cloneTimes([...quiet.others, ...quietAgain.others]);
  say();
  say('Clones of all the others, 95 % of them within:');
  for (const [name, { p95Ms }] of [
    ['quiet, before and after', baseline],
    ['the few search, nothing is refused', inShadow],
    ['the few search, the limit is enforced', inEnforced],
  ] as const) {
    say(`   ${name.padEnd(38)} ${duration(p95Ms).padStart(7)}   ${times(p95Ms / baseline.p95Ms).padStart(9)} the quiet time`);
  }
  return {
    clones: { quiet: baseline1, shadow: inShadow, enforced: inEnforced, quietAgain: cloneTimes(quietAgain.others), baseline },
    few: fewAccounts,
    fewInShadow,
    fewEnforced,
    othersEnforced,
    limit,
    finding,
    gitWork: work,
    seenByClient,
    loggedByNginx,
  };
}
