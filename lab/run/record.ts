import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Place } from '../network/places.ts';
import type { Story } from '../story.ts';
import { readKernelResets } from '../truth/kernel-resets.ts';
import { toldAt } from '../truth/vantage-truth.ts';
import { kernel } from './kernel.ts';
import { note } from './note.ts';
import { keepCapture, storedCapture } from './planned-capture.ts';
import { type Played, play } from './play.ts';
import { untilItComesAbout } from './until-it-comes-about.ts';

/** Makes a story's small capture under `captures/` anew, with its truth, its note, and the texts of its hosts. */
export async function record(story: Story, folder: string, say: (line: string) => void): Promise<void> {
  const observer = {
    plan: (places: readonly Place[]) =>
      places.filter(({ vantage }) => vantage === story.vantage).map((place) => storedCapture(place, story)),
    begin: () => {},
    keep: (played: Played) => say(store(story, played, folder)),
  };
  await untilItComesAbout(
    (attempt) => play(story, attempt, observer),
    (line) => say(`${story.name}: ${line}`),
  );
}

function store(story: Story, { own, found, trace, texts, folder: recorded }: Played, folder: string): string {
  const resetFrames = own.frames.filter(({ flags }) => flags.includes('R')).map(({ number }) => number);
  const named = [...texts].map(([name, text]) => [`${story.name}.${name}`, text] as const);
  const fromPackets = toldAt(story, story.vantage);
  const truth = {
    story: story.name,
    kernel,
    vantage: story.vantage,
    cause: story.cause,
    ...(fromPackets === undefined ? {} : { fromPackets }),
    ...(named.length === 0 ? {} : { texts: named.map(([name]) => name) }),
    resetFrames,
    sentBy: story.sentBy,
    kernelReasons: readKernelResets(trace).map(({ reason }) => reason),
    streams: found.streams,
    frames: own.frameCount,
    connections: new Set(own.frames.map(({ stream }) => stream)).size,
  };
  keepCapture(join(recorded, own.capture), folder, own.capture);
  for (const [name, text] of named) writeFileSync(join(folder, name), text);
  writeFileSync(join(folder, `${story.name}.truth.json`), `${JSON.stringify(truth, null, 2)}\n`);
  writeFileSync(join(folder, `${story.name}.md`), note(story, own.command, truth, found.facts));
  return `${story.name}: ${truth.frames} frames, RST in ${resetFrames.join(', ') || 'none'}`;
}
