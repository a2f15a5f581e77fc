import type { CatalogueEntry } from '@fivewhys/evidence';
import { workerCatalogue } from '../catalogue.ts';
import type { WorkerCause } from '../cause.ts';
import { quoted } from '../phrases.ts';
import { seen } from '../seen.ts';
import { loggingCutsOf, type Trouble } from '../trouble.ts';
import { doesNotFit, fits } from '../weighed.ts';

const entry: CatalogueEntry = {
  seen: [{ text: 'logging-cut: a guarded logger was called from within logging.', source: 'docs/workers.md' }],
  implies: [
    {
      text: 'What logging needs, such as a flag, logs in turn. Without the guard it would go round until the stack or the heap is full.',
      source: 'docs/workers.md',
    },
  ],
  lookAlikes: [{ cause: 'unbounded-recursion', toldBy: 'nothing cut it, and a worker died of it' }],
  settledBy: [{ text: 'fivewhys layers finds what logging reaches.', source: 'docs/layers.md' }],
  remedies: [
    {
      summary: 'Let logging need nothing that can fail: the guard saves the process, and loses the line',
      commands: ['fivewhys layers'],
      harm: 'none known; it reads sources and changes nothing',
      verify: 'logging-cut comes no more, and fivewhys layers ends with status 0',
      undo: 'nothing to undo',
      source: 'docs/layers.md',
    },
  ],
  captures: [],
};

/** Seen: a guard's own account. It implies that logging needs what logs. Alike: the same without a guard, of which a worker dies. Settled in the source. */
export const loggingLoop: WorkerCause = {
  id: 'logging-loop',
  title: workerCatalogue['logging-loop'],
  entry,
  weigh(trouble: Trouble) {
    const cuts = trouble.passings.length > 0 ? [] : loggingCutsOf(trouble);
    if (cuts.length === 0) return doesNotFit('no guarded logger had to cut a call from within logging');
    const messages = [...new Set(cuts.map(({ event }) => event.message))];
    return fits(trouble, {
      directness: 'direct',
      whys: [
        {
          claim: 'Logging logged, and a guard cut it: what logging needs logs in turn',
          evidence: messages.slice(0, 3).flatMap((message) =>
            seen(
              cuts.filter(({ event }) => event.message === message),
              `cut: ${quoted(message)}`,
            ),
          ),
        },
      ],
      lookAlikes: [{ cause: 'unbounded-recursion', excluded: true, because: 'a guard cut it, and nobody died of it' }],
      remedies: entry.remedies,
      next: [{ why: 'what logging reaches, import by import', command: 'fivewhys layers' }],
    });
  },
};
