import type { CatalogueEntry } from '@fivewhys/evidence';
import { workerCatalogue } from '../catalogue.ts';
import type { WorkerCause } from '../cause.ts';
import { wordsOf } from '../links.ts';
import type { Trouble } from '../trouble.ts';
import { fits, notShown } from '../weighed.ts';

const entry: CatalogueEntry = {
  seen: [
    {
      text: 'A death of cause cannot-start: the program or its folder is not there, or may not be run.',
      source: 'execve(2)',
    },
  ],
  implies: [{ text: 'Nothing of the worker ever ran.', source: 'execve(2)' }],
  lookAlikes: [{ cause: 'failed-exit', toldBy: 'the program ran, and ended itself with status 126 or 127' }],
  settledBy: [{ text: 'Starting it by hand, as the same user, in the same folder.', source: 'execve(2)' }],
  remedies: [
    {
      summary: 'Mend the command, the folder or the rights, and reload',
      commands: ['ls -l PROGRAM', 'kill -HUP SUPERVISOR'],
      harm: 'none known',
      verify: 'worker-ready follows worker-started',
      undo: 'nothing to undo',
      source: 'docs/workers.md',
    },
  ],
  captures: [],
};

/** Seen: the start itself failed. It implies a program that is not there, or not for us. Alike: a program that ends with the same status. Settled by starting it by hand. */
export const cannotStart: WorkerCause = {
  id: 'cannot-start',
  title: workerCatalogue['cannot-start'],
  entry,
  weigh(trouble: Trouble) {
    const own = trouble.passings.filter(({ death }) => death?.cause === 'cannot-start');
    if (own.length === 0) return notShown(trouble, 'they were started');
    return fits(trouble, {
      directness: 'direct',
      whys: [
        { claim: 'The command could not be started', evidence: wordsOf(trouble, ({ death }) => death?.evidence[0]) },
      ],
      lookAlikes: [{ cause: 'failed-exit', excluded: true, because: 'the system refused to start it' }],
      remedies: entry.remedies,
    });
  },
};
