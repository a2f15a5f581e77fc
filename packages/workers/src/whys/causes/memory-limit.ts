import type { CatalogueEntry } from '@fivewhys/evidence';
import { workerCatalogue } from '../catalogue.ts';
import type { WorkerCause } from '../cause.ts';
import { bytesText, listed } from '../phrases.ts';
import { seen } from '../seen.ts';
import { eventsOf } from '../sighted.ts';
import type { Trouble } from '../trouble.ts';
import { fits, notShown } from '../weighed.ts';

const entry: CatalogueEntry = {
  seen: [{ text: 'hard-memory-limit, then a death of cause hard-memory-limit.', source: 'docs/workers.md' }],
  implies: [
    { text: 'The processes that a worker and its descendants are held more than they may.', source: 'docs/workers.md' },
  ],
  lookAlikes: [{ cause: 'kernel-out-of-memory', toldBy: 'memory.events counts' }],
  settledBy: [{ text: 'The event names the bytes and the limit.', source: 'docs/workers.md' }],
  remedies: [
    {
      summary:
        'Set a soft limit below the hard one, so that a worker is drained and replaced before it is killed in the middle of a job',
      commands: ['fivewhys supervise --memory-soft 400M --memory-hard 600M -- node worker.js'],
      harm: 'workers are replaced more often',
      verify: 'soft-memory-limit comes before, and hard-memory-limit no more',
      undo: 'take --memory-soft away',
      source: 'docs/workers.md',
    },
  ],
  captures: [],
};

/** Seen: the supervisor's own event. It implies a tree that grew. Alike: the kernel's killing, told by its counter. */
export const memoryLimit: WorkerCause = {
  id: 'memory-limit',
  title: workerCatalogue['memory-limit'],
  entry,
  weigh(trouble: Trouble) {
    const own = trouble.passings.filter(({ death }) => death?.cause === 'hard-memory-limit');
    if (own.length === 0) return notShown(trouble, 'the supervisor did not end them for their memory');
    const pids = new Set(own.map(({ pid }) => pid));
    const limits = eventsOf(trouble.events, 'hard-memory-limit').filter(({ event }) => pids.has(event.pid));
    const texts = limits.map(
      ({ event }) => `${event.worker}: ${bytesText(event.bytes)} of ${bytesText(event.limitBytes)}`,
    );
    return fits(trouble, {
      directness: 'direct',
      whys: [
        {
          claim:
            'The processes of a worker together were beyond their hard memory limit, and the supervisor ended them',
          evidence:
            limits.length === 0
              ? seen(
                  own.map(({ sighted }) => sighted),
                  'so says the supervisor',
                )
              : seen(limits, listed(texts)),
        },
      ],
      lookAlikes: [
        { cause: 'kernel-out-of-memory', excluded: true, because: 'the supervisor says that it ended them itself' },
      ],
      remedies: entry.remedies,
      next: [
        { why: 'what fills the heap of a worker of Node.js', command: 'NODE_OPTIONS=--heapsnapshot-near-heap-limit=2' },
      ],
    });
  },
};
