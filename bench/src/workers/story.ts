import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Contestant } from './contestant.ts';
import { pidsOf, pssBytesOf, residentBytesOf, runs } from './processes.ts';
import { waitFor } from './wait.ts';

export interface Story {
  /** For each death: until no orphan was left; undefined: some were, after five seconds. */
  readonly gone: readonly (number | undefined)[];
  /** For each death: until its successor ran. */
  readonly restarted: readonly (number | undefined)[];
  /** What the dead parents had left, at the end. */
  readonly orphansLeft: number;
  readonly orphanBytes: number;
  /** What the one that supervises holds itself, at the end. */
  readonly ownBytes: number;
}

const descendants = 4;
const orphanBoundMs = 5000;

/** A parent with four descendants is aborted again and again: what happens to the descendants, and when does the next parent run? */
export async function playStory(contestant: Contestant, deaths: number): Promise<Story> {
  const time = `${80_000 + Math.floor(Math.random() * 9000)}.${process.pid}`;
  const gone: (number | undefined)[] = [];
  const restarted: (number | undefined)[] = [];
  const left = new Set<number>();
  const supervisor = await contestant.start(1, [process.execPath, tree, time]);
  try {
    for (let death = 0; death < deaths; death += 1) {
      const family = () => pidsOf(`sleep ${time}`).filter((pid) => !left.has(pid));
      const isThere = await waitFor(() => parentOf(time) !== undefined && family().length === descendants, 60_000);
      const parent = parentOf(time);
      if (isThere === undefined || parent === undefined) throw new Error(`${contestant.name}: no whole family`);
      await sleep(contestant.settleMs);
      const members = family();
      process.kill(parent, 'SIGABRT');
      const beganMs = performance.now();
      const [goneMs, againMs] = await Promise.all([
        waitFor(() => !members.some(runs), orphanBoundMs, 1),
        waitFor(() => ![undefined, parent].includes(parentOf(time)), 60_000, 20).then(
          () => performance.now() - beganMs,
        ),
      ]);
      gone.push(goneMs);
      restarted.push(againMs);
      for (const pid of members.filter(runs)) left.add(pid);
    }
    const orphanBytes = [...left].reduce((sum, pid) => sum + pssBytesOf(pid), 0);
    return { gone, restarted, orphansLeft: left.size, orphanBytes, ownBytes: residentBytesOf(supervisor) };
  } finally {
    await contestant.stop();
    for (const pid of pidsOf(`sleep ${time}`)) spawnSync('kill', ['-KILL', String(pid)]);
  }
}

const tree = join(import.meta.dirname, 'tree.cjs');

/** The whole command line: who supervises has it as a part of its own. */
function parentOf(time: string): number | undefined {
  return pidsOf([process.execPath, tree, time].join(' '))[0];
}
