import type { CatalogueEntry } from '@fivewhys/evidence';
import { workerCatalogue } from '../catalogue.ts';
import type { WorkerCause } from '../cause.ts';
import { alarmsOf, ratesOf } from '../queue-story.ts';
import { seen } from '../seen.ts';
import type { Trouble } from '../trouble.ts';
import { doesNotFit, fits } from '../weighed.ts';

const entry: CatalogueEntry = {
  seen: [
    {
      text: 'The alarm "drain" of a queue, while workers live and complete items as before.',
      source: 'docs/workers.md, "Queues"',
    },
  ],
  implies: [
    {
      text: 'More is asked for than the workers can do. It does not go away by itself while arrivals stay as they are.',
      source: "Little's law",
    },
  ],
  lookAlikes: [
    { cause: 'worker-hang', toldBy: 'nothing is completed any more' },
    { cause: 'broker-down', toldBy: "the queue can't be read" },
  ],
  settledBy: [
    {
      text: 'The rates of arrivals and completions before and after: which of the two has changed.',
      source: 'docs/workers.md',
    },
  ],
  remedies: [
    {
      summary: 'Start more workers, as far as what they call can bear it',
      commands: ['fivewhys supervise -n 8 -- node worker.js'],
      harm: 'what they call, such as a database, gets more to do at once',
      verify: 'the alarm "drain" ends, and timeToDrainMs becomes a number that falls',
      undo: 'give -n its old number',
      source: 'docs/workers.md',
    },
  ],
  captures: [],
};

/** Seen: less is completed than arrives, and nobody died. It implies too few workers, or too much work. Alike: workers that hang. Settled by which of the two rates has changed. */
export const queueOutgrown: WorkerCause = {
  id: 'queue-outgrown',
  title: workerCatalogue['queue-outgrown'],
  entry,
  weigh(trouble: Trouble) {
    const drain = alarmsOf(trouble.queue).filter(({ event }) => event.alarm === 'drain');
    if (drain.length === 0) return doesNotFit('no alarm says that more arrives than is completed', 'untold');
    if (trouble.passings.length > 0) return doesNotFit('workers died while it fell behind');
    const { before, worst, hasFallen } = ratesOf(trouble.queue, undefined);
    const completed = worst?.figures.completedPerS ?? drain[0]?.event.figures.completedPerS;
    if (completed === 0) return doesNotFit('nothing was completed at all');
    const isSteady = before !== undefined && !hasFallen;
    return fits(trouble, {
      directness: 'direct',
      whys: [
        {
          claim: isSteady
            ? 'Workers completed as much as before: more arrives than they can do'
            : 'More arrives than the workers complete',
          evidence: seen(drain, 'the alarm "drain" began'),
        },
      ],
      lookAlikes: [
        isSteady
          ? { cause: 'worker-hang', excluded: true, because: 'completions did not fall' }
          : {
              cause: 'worker-hang',
              excluded: false,
              because: 'some of the workers may do nothing; how much was completed before is not known, or it was more',
            },
        { cause: 'broker-down', excluded: true, because: 'the queue could be read' },
      ],
      remedies: entry.remedies,
      next: [
        { why: 'how long one item takes, and what it waits for', command: 'NODE_OPTIONS=--cpu-prof node worker.js' },
      ],
    });
  },
};
