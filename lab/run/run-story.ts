import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { readCrossings } from '../frames/crossings.ts';
import type { Network } from '../network/network.ts';
import type { Place } from '../network/places.ts';
import { hostsOf } from '../network/places.ts';
import type { Story } from '../story.ts';
import { mustBeAsDescribed } from '../truth/as-described.ts';
import { readKernelResets } from '../truth/kernel-resets.ts';
import { type Journey, resetJourneys } from '../truth/reset-journeys.ts';
import { type Maker, withMakers } from '../truth/reset-senders.ts';
import type { Truth } from '../truth/truth.ts';
import { vantageTruth } from '../truth/vantage-truth.ts';
import { counters } from './counters.ts';
import { kernel } from './kernel.ts';
import { keepCapture, wholeCapture } from './planned-capture.ts';
import { type Played, play } from './play.ts';
import { processLogs } from './process-logs.ts';
import { runNote } from './run-note.ts';
import { untilItComesAbout } from './until-it-comes-about.ts';

/** Plays a story and captures it everywhere. @param folder where everything goes that came of it; undefined to keep nothing @param roundTripMs between the ends */
export async function runStory(
  story: Story,
  folder: string | undefined,
  say: (line: string) => void,
  roundTripMs = 0,
): Promise<Truth> {
  let before: ReadonlyMap<string, string> = new Map();
  let truth: Truth | undefined;
  const observer = {
    plan: (places: readonly Place[]) => places.map(wholeCapture),
    begin: (network: Network) => {
      before = countersOf(story, network);
    },
    keep: (played: Played) => {
      truth = truthOf(story, played);
      if (folder !== undefined) keepAll(story, truth, played, before, folder);
    },
  };
  await untilItComesAbout(
    (attempt) => play(story, attempt, observer, roundTripMs),
    (line) => say(`${story.name}: ${line}`),
  );
  if (truth === undefined) throw new Error('it came about and nothing is known of it');
  return truth;
}

const countersOf = (story: Story, network: Network): ReadonlyMap<string, string> =>
  new Map(hostsOf(story, network).map(({ name, namespace }) => [name, counters(namespace)]));

/** Everything here is derived from what the hosts and the kernel show, read by tcpdump; nothing from this project's own reading of packets. */
function truthOf(story: Story, played: Played): Truth {
  const { own, captures, found, trace } = played;
  const kernelResets = readKernelResets(trace, monotonicEpochSeconds());
  const made = makersOf(played, kernelResets);
  const { name, cause, sentBy, controlOf, cureOf } = story;
  mustBeAsDescribed(story, vantageTruth(story, found, own, own, made));
  return {
    story: name,
    kernel,
    cause,
    sentBy,
    ...(controlOf === undefined ? {} : { controlOf }),
    ...(cureOf === undefined ? {} : { cureOf }),
    kernelReasons: kernelResets.map(({ reason }) => reason),
    vantages: Object.fromEntries(
      captures.map((seen) => [seen.place.vantage, vantageTruth(story, found, own, seen, made)]),
    ),
  };
}

/** When CLOCK_MONOTONIC began. */
const monotonicEpochSeconds = (): number => Date.now() / 1000 - Number(process.hrtime.bigint()) / 1e9;

function makersOf(
  { captures, network, folder }: Played,
  kernelResets: ReturnType<typeof readKernelResets>,
): [Journey, Maker][] {
  const middle = captures.find(({ place }) => place.vantage === 'middle');
  if (middle === undefined) return [];
  const links: { ifindex: number; ifname: string }[] = JSON.parse(network.router.run('ip', '-j', 'link'));
  const interfaces = new Map(links.map(({ ifindex, ifname }) => [ifindex, ifname]));
  return withMakers(
    resetJourneys(middle.frames, readCrossings(join(folder, middle.capture), interfaces)),
    kernelResets,
  );
}

function keepAll(
  story: Story,
  truth: Truth,
  played: Played,
  before: ReadonlyMap<string, string>,
  folder: string,
): void {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  for (const { capture } of played.captures) keepCapture(join(played.folder, capture), folder, capture);
  for (const [name, text] of before) write(`${name}.before.txt`, text);
  for (const [name, text] of countersOf(story, played.network)) write(`${name}.after.txt`, text);
  for (const { name, namespace } of hostsOf(story, played.network)) {
    for (const [log, text] of processLogs(name, namespace)) write(log, text);
  }
  for (const log of readdirSync(played.folder).filter((name) => name.endsWith('.log'))) {
    copyFileSync(join(played.folder, log), join(folder, log));
  }
  write('kernel-events.txt', played.trace);
  for (const [name, text] of played.texts) write(name, text);
  write('truth.json', `${JSON.stringify(truth, null, 2)}\n`);
  write('note.md', runNote(story, truth, played.found.facts));
}
