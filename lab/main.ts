import { join, resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { listing } from './listing.ts';
import { missingFor } from './needs/missing-for.ts';
import { findMissing } from './needs/needs.ts';
import { untilAlone } from './run/alone.ts';
import { endOnSignals } from './run/end-on-signals.ts';
import { outcomeLine } from './run/outcome-line.ts';
import { record } from './run/record.ts';
import { runStory } from './run/run-story.ts';
import { stories } from './stories/index.ts';
import type { Story } from './story.ts';

const usage = `usage: ./fivewhys lab list
       ./fivewhys lab run NAME...|all [--keep DIRECTORY] [--round-trip MS]
       ./fivewhys lab record NAME...|all

Resets and other failures of TCP connections, made to happen with real kernels and servers in network namespaces, which take root.
  list     every story, what it needs, and what of that is missing here
  run      plays stories, captured at every vantage, and says what came about
  record   makes the small captures under captures/ anew
  --keep   where run writes DIRECTORY/STORY/: captures, counters, logs, what the kernel said, and truth.json (lab/README.md); without it nothing is kept
  --round-trip   milliseconds between the ends of run, at most 1000; without it they are neighbours, and some stories come about only then

Exit status: 0 what could be played came about, 1 a story did not, 2 wrong arguments, 77 nothing could be played here (not root, or a need is missing).
`;

const exitCodes = { failed: 1, misused: 2, impossible: 77 } as const;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

endOnSignals();
process.exitCode = await main();

async function main(): Promise<number> {
  const request = readRequest();
  if (request === 'help') {
    process.stdout.write(usage);
    return 0;
  }
  if (request === undefined) {
    process.stderr.write(usage);
    return exitCodes.misused;
  }
  const missing = await findMissing(process.getuid?.() === 0);
  if (request.command === 'list') {
    process.stdout.write(listing(stories, missing));
    return 0;
  }
  if (missing.forAll.length > 0) {
    process.stderr.write(`fivewhys lab: ${missing.forAll.join('; ')}\n`);
    return exitCodes.impossible;
  }
  using _alone = await untilAlone(say);
  return playAll(request, (story) => missingFor(story, missing));
}

interface Request {
  readonly command: 'list' | 'run' | 'record';
  readonly wanted: readonly Story[];
  readonly keep: string | undefined;
  readonly roundTripMs: number;
}

async function playAll(
  { command, wanted, keep, roundTripMs }: Request,
  missing: (story: Story) => readonly string[],
): Promise<number> {
  let played = 0;
  let failed = 0;
  for (const story of wanted) {
    const lacks = missing(story);
    if (lacks.length > 0) {
      say(`${story.name}: skipped, ${lacks.join('; ')}`);
      continue;
    }
    try {
      await playOne(command, story, keep, roundTripMs);
      played += 1;
    } catch (error) {
      failed += 1;
      say(`${story.name}: FAILED, ${(error as Error).message.trim()}`);
    }
  }
  if (failed > 0) return exitCodes.failed;
  return played === 0 ? exitCodes.impossible : 0;
}

async function playOne(
  command: Request['command'],
  story: Story,
  keep: string | undefined,
  roundTripMs: number,
): Promise<void> {
  if (command === 'record') return record(story, join(import.meta.dirname, '../captures'), say);
  const startMs = performance.now();
  const truth = await runStory(story, keep === undefined ? undefined : join(keep, story.name), say, roundTripMs);
  say(outcomeLine(truth, (performance.now() - startMs) / 1000));
}

function readRequest(): Request | 'help' | undefined {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { keep: { type: 'string' }, 'round-trip': { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    });
    const [command, ...names] = positionals;
    if (values.help || command === 'help') return 'help';
    const isCommand = command === 'list' || command === 'run' || command === 'record';
    if (!isCommand || (command === 'list') !== (names.length === 0)) return undefined;
    const { keep, 'round-trip': roundTrip = '0' } = values;
    if (command !== 'run' && (keep !== undefined || values['round-trip'] !== undefined)) return undefined;
    const roundTripMs = Number(roundTrip);
    if (!(roundTripMs >= 0 && roundTripMs <= 1000)) throw new Error(`--round-trip takes 0 to 1000, not ${roundTrip}`);
    return { command, wanted: named(names), keep: keep === undefined ? undefined : resolve(keep), roundTripMs };
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`);
    return undefined;
  }
}

/** @throws Error for names that are none */
function named(names: readonly string[]): readonly Story[] {
  const unknown = names.filter((name) => name !== 'all' && stories.every((story) => story.name !== name));
  if (unknown.length > 0) throw new Error(`no story ${unknown.join(', ')}: see ./fivewhys lab list`);
  return names.includes('all') ? stories : stories.filter(({ name }) => names.includes(name));
}
