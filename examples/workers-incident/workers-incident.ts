/**
 * Plays an incident three times, in a minute and a half: a service whose logger checks a flag, while what keeps the flags hangs; first kept running as many do, then so with `fivewhys guard` beside it, then by
 * `fivewhys supervise`.
 *
 *     npm run example:workers
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PlayOptions, play, type Reading } from './story/play.ts';
import { heading, outcomeLines, readingLine } from './story/tell.ts';

const folder = mkdtempSync(join(tmpdir(), 'workers-incident-'));
const printEveryMs = 2000;

/** Tells a reading now and then. */
function teller(): (reading: Reading) => void {
  let nextMs = 0;
  console.log(heading);
  return (reading) => {
    if (reading.afterMs < nextMs) return;
    nextMs += printEveryMs;
    console.log(readingLine(reading));
  };
}

async function tell(how: PlayOptions['how']) {
  const outcome = await play({ how, folder: join(folder, how), onReading: teller() });
  for (const line of outcomeLines(outcome)) console.log(line);
  return outcome;
}

function fivewhys(...args: readonly string[]): void {
  console.log(`\n$ fivewhys ${args.join(' ')}`);
  const main = join(import.meta.dirname, '../../packages/cli/src/main.ts');
  const { stdout, stderr } = spawnSync(process.execPath, ['--conditions=@fivewhys/source', main, ...args], {
    encoding: 'utf8',
  });
  console.log(stdout + stderr);
}

console.log('From 4 s to 16 s memcached hangs.\n\nWithout: whoever ends is started again.');
await tell('plain');
console.log('\nWith `fivewhys guard` beside it.');
const guarded = await tell('guarded');
console.log('\nWith `fivewhys supervise` in place of it.');
const { eventsPath } = await tell('supervised');
if (guarded.eventsPath !== undefined) fivewhys('explain', guarded.eventsPath);
if (eventsPath !== undefined) fivewhys('explain', eventsPath);
fivewhys('layers', join(import.meta.dirname, 'service'));
console.log(`What was written down is in ${folder}.`);
