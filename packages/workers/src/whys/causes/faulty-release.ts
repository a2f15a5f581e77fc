import type { CatalogueEntry } from '@fivewhys/evidence';
import { workerCatalogue } from '../catalogue.ts';
import type { WorkerCause } from '../cause.ts';
import { clockText, spanText } from '../phrases.ts';
import { seen } from '../seen.ts';
import { eventsOf, type Sighted } from '../sighted.ts';
import type { Trouble } from '../trouble.ts';
import { doesNotFit, fits } from '../weighed.ts';

/** Deaths that begin so soon after a change may be of it. */
const soonMs = 15 * 60_000;
/** So long nobody died before it. */
const quietMs = 60_000;

const entry: CatalogueEntry = {
  seen: [
    {
      text: 'Deaths begin within a quarter of an hour after a reload or after workers were started with another command; before there were none.',
      source: 'docs/workers.md',
    },
  ],
  implies: [
    {
      text: 'What was changed may be at fault. That one thing came after the other does not show it.',
      source: 'docs/workers.md',
    },
  ],
  lookAlikes: [{ cause: 'undetermined', toldBy: 'the change taken back: the deaths go on' }],
  settledBy: [{ text: 'Taking the change back.', source: 'docs/workers.md' }],
  remedies: [
    {
      summary: 'Take the change back, and see whether it ends',
      commands: ['kill -HUP SUPERVISOR   # with the configuration of before'],
      harm: 'what the change brought is gone until its fault is mended',
      verify: 'no further worker dies',
      undo: 'make the change again',
      source: 'docs/workers.md',
    },
  ],
  captures: [],
};

/** Seen: a change, then deaths, and none before. It implies no more than a suspicion. Alike: all else that happened to begin then. Settled by taking the change back. */
export const faultyRelease: WorkerCause = {
  id: 'faulty-release',
  title: workerCatalogue['faulty-release'],
  entry,
  weigh(trouble: Trouble) {
    const [first] = trouble.passings;
    if (first === undefined) return doesNotFit('nobody died');
    const change = changesOf(trouble).findLast(({ atMs }) => atMs <= first.sighted.atMs);
    if (change === undefined) return doesNotFit('no reload and no other command came before the first death');
    const afterMs = first.sighted.atMs - change.atMs;
    if (afterMs > soonMs) return doesNotFit(`the last change was ${spanText(afterMs)} before the first death`);
    const since = trouble.events[0]?.atMs ?? change.atMs;
    if (change.atMs - since < quietMs) return doesNotFit('what was before the change is not known', 'untold');
    return fits(trouble, {
      directness: 'indirect',
      whys: [
        {
          claim: `It began ${spanText(afterMs)} after a change at ${clockText(change.atMs)}; in the ${spanText(change.atMs - since)} before it none of them died so`,
          evidence: seen(
            [change],
            change.event.event === 'reloaded'
              ? 'the configuration was read again'
              : 'started with another command than before',
          ),
        },
      ],
      lookAlikes: [],
      remedies: entry.remedies,
      next: [{ why: 'what was changed', command: 'git log --since="1 day ago" --stat' }],
    });
  },
};

/** Reloads that changed something, and starts with another command than the one before, in time order. */
function changesOf({ kind, events }: Trouble): readonly Sighted[] {
  const reloads = eventsOf(events, 'reloaded').filter(({ event }) => event.added + event.replaced > 0);
  const starts = eventsOf(events, 'worker-started').filter(({ event }) => event.worker.replace(/\.\d+$/, '') === kind);
  const others = starts.filter(({ event }, index) => {
    const before = starts[index - 1];
    return before !== undefined && JSON.stringify(before.event.command) !== JSON.stringify(event.command);
  });
  return [...reloads, ...others].sort((a, b) => a.atMs - b.atMs);
}
