import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RequestRecord } from '@fivewhys/throttle';
import { askUsage } from '../ask-usage.ts';
import { paperLog } from '../paper-log.ts';
import { quietMs, type Scene, windowS } from '../scene.ts';
import type { Story } from '../story.ts';
import { amount, duration, percent } from '../words.ts';

/** More than three and a half hours: with a thousand accounts, of which half do something in a minute, that is enough for a limit. */
const windows = 220;

/** Has `fivewhys usage` recommend a limit from the quiet time, and from hours like it that are made up and said to be. */
export async function chooseLimit(
  { host, say }: Scene,
  quietRecords: readonly RequestRecord[],
): Promise<Story['limit']> {
  say();
  say('3. Which limit?');
  say(
    `   A limit from the percentile 99.99 takes 100,000 account-minutes, and only ${duration(quietMs)} have been played. So ${duration(windows * windowS * 1000)} are made up for`,
  );
  say(
    '   this step: the same accounts go on as before, and each request costs what one like it did in the quiet time.',
  );
  const path = join(host.folder, 'made-up.jsonl');
  const endMs = Math.floor(Date.now() / (windowS * 1000)) * windowS * 1000;
  const lines = [...paperLog(quietRecords, windows, windowS, endMs)].map((record) => JSON.stringify(record));
  writeFileSync(path, `${lines.join('\n')}\n`);
  const { recommendation, refused } = await askUsage(path, '--recommend', '--window', `${windowS}s`);
  if (recommendation === undefined || recommendation === null) throw new Error(`no limit is recommended: ${refused}`);
  const { limit: units, value, low, high, samples } = recommendation;
  say(
    `   fivewhys usage made-up.jsonl --recommend --window ${windowS}s says: ${amount(units)} units, which are ${duration(cpuMsOf(units))} of CPU time, in ${windowS} s`,
  );
  say(
    `   (p99.99 of ${amount(samples)} account-minutes: ${amount(value)}; 95 % interval ${amount(low)} to ${amount(high)})`,
  );
  const limit = `${units}/${windowS}s`;
  const { simulation } = await askUsage(join(host.folder, 'shadow.jsonl'), '--simulate', limit);
  if (simulation === undefined) throw new Error('fivewhys usage simulated nothing');
  const { throttledRequests, shareOfLoad, accounts } = simulation;
  const wouldRefuse = accounts.map(({ account }) => account);
  say(
    `   fivewhys usage shadow.jsonl --simulate ${limit} says: ${amount(throttledRequests)} requests of ${wouldRefuse.length} accounts would have been refused, with ${percent(shareOfLoad)} of all load.`,
  );
  return { units, windowS, low, high, samples, wouldRefuse };
}

/** By the default weights a unit is 30 µs. */
function cpuMsOf(units: number): number {
  return units * 0.03;
}
