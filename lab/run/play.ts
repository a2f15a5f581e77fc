import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Frame, readFrames } from '../frames/frames.ts';
import { createNetwork, type Network } from '../network/network.ts';
import { type Place, placesOf } from '../network/places.ts';
import type { Found, Story } from '../story.ts';
import type { Seen } from '../truth/vantage-truth.ts';
import type { PlannedCapture } from './planned-capture.ts';
import { type Recording, startRecording } from './recording.ts';
import { ownLines, startResetTrace } from './reset-trace.ts';

/** A story that has come about, while its files and hosts are still there. */
export interface Played {
  readonly network: Network;
  /** Where the captures are. */
  readonly folder: string;
  readonly captures: readonly (Seen & { readonly command: string })[];
  /** The one at the story's own vantage. */
  readonly own: Seen & { readonly command: string };
  readonly found: Found;
  /** The kernel's `tcp:tcp_send_reset`, as text. */
  readonly trace: string;
  /** What the story kept of what hosts said, by name. */
  readonly texts: ReadonlyMap<string, string>;
}

export interface Observer {
  plan(places: readonly Place[]): readonly PlannedCapture[];
  /** The hosts are there and the captures run. */
  begin(network: Network): void;
  /** It has come about. What is not kept now is removed. */
  keep(played: Played): void;
}

/**
 * Plays a story once, and removes all it made.
 *
 * @param roundTripMs between an originator and the responder
 * @returns whether it came about; @throws what went wrong otherwise
 */
export async function play(story: Story, attempt: number, observer: Observer, roundTripMs = 0): Promise<boolean> {
  using cleanup = new DisposableStack();
  const onExit = (): void => cleanup.dispose();
  process.once('exit', onExit);
  cleanup.defer(() => process.off('exit', onExit));

  const folder = mkdtempSync(join(tmpdir(), 'fivewhys-lab-'));
  cleanup.defer(() => rmSync(folder, { recursive: true, force: true }));
  const readTrace = startResetTrace(cleanup);
  const network = await createNetwork(cleanup, roundTripMs);
  const recordings: [PlannedCapture, Recording][] = [];
  for (const planned of observer.plan(placesOf(story, network))) {
    const { place, file, options } = planned;
    recordings.push([planned, await startRecording(place.namespace, join(folder, file), options)]);
  }
  const own = recordings.find(([{ place }]) => place.vantage === story.vantage)?.[0];
  if (own === undefined) throw new Error(`nothing captures at ${story.vantage}, where ${story.name} looks`);

  const texts = new Map<string, string>();
  const soFar = () => readFrames(join(folder, own.file)).frames;
  observer.begin(network);
  await story.play({ ...network, attempt, folder, soFar, keepText: (name, text) => texts.set(name, text) });
  await sleep(300);
  for (const [, recording] of recordings) await recording.stop();

  const captures = recordings.map(([{ place, file }, { command }]) => ({
    place,
    capture: file,
    command,
    ...readFrames(join(folder, file)),
  }));
  const ownCapture = captures.find(({ place }) => place === own.place);
  const found = ownCapture && story.find(ownCapture.frames);
  if (ownCapture === undefined || found === undefined) return false;
  const trace = ownLines(readTrace(), portsOfResets(captures.flatMap(({ frames }) => frames)));
  observer.keep({ network, folder, captures, own: ownCapture, found, trace, texts });
  return true;
}

const portsOfResets = (frames: readonly Frame[]): ReadonlySet<string> =>
  new Set(frames.filter(({ flags }) => flags.includes('R')).map(({ from }) => from.slice(from.lastIndexOf('.') + 1)));
