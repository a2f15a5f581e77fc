import type { CatalogueEntry } from '@fivewhys/evidence';
import { workerCatalogue } from '../catalogue.ts';
import type { WorkerCause } from '../cause.ts';
import { wordsOf } from '../links.ts';
import { lastWords } from '../passing.ts';
import { recursionIn } from '../recursion.ts';
import { notAWatchdog, notTheKernel } from '../told-apart.ts';
import type { Trouble } from '../trouble.ts';
import { doesNotFit, fits, notShown } from '../weighed.ts';

const entry: CatalogueEntry = {
  seen: [
    {
      text: 'An exit status other than 0; of Node.js 1 and an exception that nothing caught.',
      source: 'Node.js documentation, "Exit codes"',
    },
  ],
  implies: [{ text: 'The program ended itself, and mostly says why in its last lines.', source: 'exit(3)' }],
  lookAlikes: [
    { cause: 'unbounded-recursion', toldBy: 'the exception is a full stack' },
    { cause: 'broker-down', toldBy: 'the exception is a connection that failed' },
    { cause: 'kernel-out-of-memory', toldBy: 'SIGKILL' },
    { cause: 'watchdog-abort', toldBy: 'SIGABRT' },
  ],
  settledBy: [{ text: 'The exception and its stack in the last lines.', source: 'docs/workers.md' }],
  remedies: [
    {
      summary: 'Let a failed job fail, and not its worker: catch what the job throws where the job is called',
      commands: ["process.on('uncaughtExceptionMonitor', (error) => log.fatal(error))"],
      harm: 'an exception that is caught in the wrong place leaves a worker that only seems to work',
      verify: 'the job is in the list of failed jobs, and its worker lives',
      undo: 'as before',
      source: 'Node.js documentation, process events',
    },
  ],
  captures: [],
};

/** Seen: an exit status. It implies that the program ended itself. Alike: what the exception stands for, a full stack or a failed connection. Settled by its last lines. */
export const failedExit: WorkerCause = {
  id: 'failed-exit',
  title: workerCatalogue['failed-exit'],
  entry,
  weigh(trouble: Trouble) {
    const own = trouble.passings.filter(
      ({ death }) => death?.cause === 'exit-status' || death?.cause === 'uncaught-exception',
    );
    if (own.length === 0) return notShown(trouble, 'none ended by itself with an error');
    if (own.every((passing) => recursionIn(lastWords(passing)) !== undefined)) {
      return doesNotFit('the exception is a full stack, which has a cause of its own');
    }
    const stack = own.find(({ death }) => (death?.javascriptStack.length ?? 0) > 0)?.death?.javascriptStack[0];
    const isHeard = own.every((passing) => lastWords(passing).length > 0);
    return fits(trouble, {
      directness: 'direct',
      whys: [
        { claim: 'They ended themselves with an error', evidence: wordsOf(trouble, ({ death }) => death?.evidence[0]) },
        ...(stack === undefined
          ? []
          : [{ claim: 'It was thrown here', evidence: wordsOf(trouble, ({ death }) => death?.javascriptStack[0]) }]),
      ],
      lookAlikes: [
        {
          cause: 'unbounded-recursion',
          excluded: isHeard,
          because: isHeard ? 'no last line tells of a full stack' : 'their last words are not known',
        },
        notTheKernel(trouble),
        notAWatchdog(trouble),
      ],
      remedies: entry.remedies,
      next: [{ why: 'all that it wrote before it ended', command: 'fivewhys supervise -- COMMAND 2> worker.log' }],
    });
  },
};
