import type { CatalogueEntry } from '@fivewhys/evidence';
import { workerCatalogue } from '../catalogue.ts';
import type { WorkerCause } from '../cause.ts';
import { coreEvidence, coreStep } from '../core-files.ts';
import { wordsOf } from '../links.ts';
import { lastWords } from '../passing.ts';
import { recursionIn } from '../recursion.ts';
import { seen } from '../seen.ts';
import { notARecursion, notAWatchdog, notTheHeap, notTheKernel } from '../told-apart.ts';
import { isOwnSignal, type Trouble } from '../trouble.ts';
import { doesNotFit, fits, notShown } from '../weighed.ts';

const entry: CatalogueEntry = {
  seen: [
    {
      text: 'SIGABRT, and its words on standard error: "Assertion failed", "terminate called", "double free", "Native stack trace".',
      source: 'abort(3); measured with Node.js 24',
    },
    { text: "The kernel's trace names the process itself as the sender.", source: 'Linux, signal:signal_generate' },
  ],
  implies: [
    {
      text: 'The program found itself in a state in which it could not go on, and said so in its last lines.',
      source: 'abort(3)',
    },
  ],
  lookAlikes: [
    {
      cause: 'unbounded-recursion',
      toldBy: 'the words of a full stack, where the program aborts on what nothing caught',
    },
    { cause: 'v8-out-of-memory', toldBy: 'the words of V8 about the heap' },
    { cause: 'watchdog-abort', toldBy: 'the sender is another' },
    { cause: 'kernel-out-of-memory', toldBy: 'SIGKILL' },
  ],
  settledBy: [{ text: 'The last lines, and the core file.', source: 'core(5)' }],
  remedies: [
    {
      summary: 'Keep the last lines of whoever aborts: run it under a supervisor that writes them down',
      commands: ['fivewhys supervise -n 4 -- node worker.js'],
      harm: 'none known',
      verify: 'worker-died has lastLines and javascriptStack',
      undo: 'start it as before',
      source: 'docs/workers.md',
    },
  ],
  captures: [],
};

/** Seen: SIGABRT with words of its own, or sent by the process to itself. It implies that the program gave up. Alike: a recursion, a full heap, a watchdog. Settled by the last lines. */
export const selfAbort: WorkerCause = {
  id: 'self-abort',
  title: workerCatalogue['self-abort'],
  entry,
  weigh(trouble: Trouble) {
    const { passings } = trouble;
    const own = passings.filter(
      (passing) => passing.death?.cause === 'abort' || (passing.signal === 'SIGABRT' && isOwnSignal(passing) === true),
    );
    if (own.length === 0) return notShown(trouble, 'none aborted itself');
    if (own.every((passing) => recursionIn(lastWords(passing)) !== undefined)) {
      return doesNotFit('they aborted because the stack was full, and say so');
    }
    if (own.every(({ death }) => death?.cause === 'v8-out-of-memory')) {
      return doesNotFit('V8 aborted them because the heap was full, and says so');
    }
    const stacks = own.filter(({ death }) => (death?.javascriptStack.length ?? 0) > 0);
    const senders = own.filter((passing) => isOwnSignal(passing) === true);
    const isHeard = own.some((passing) => lastWords(passing).length > 0);
    return fits(trouble, {
      directness: 'direct',
      whys: [
        {
          claim: 'They sent SIGABRT to themselves',
          evidence: [
            ...wordsOf(trouble, ({ death }) => death?.evidence[0]),
            ...coreEvidence(trouble),
            ...seen(
              senders.map(({ sighted }) => sighted),
              'the kernel names the process itself as the sender',
            ),
          ],
        },
        ...(stacks.length === 0
          ? []
          : [
              {
                claim: 'The program gave up here',
                evidence: wordsOf(trouble, ({ death }) => death?.javascriptStack[0]),
              },
            ]),
      ],
      lookAlikes: [notARecursion(trouble), notTheHeap(trouble), notAWatchdog(trouble), notTheKernel(trouble)],
      remedies: isHeard ? [] : entry.remedies,
      next: isHeard
        ? [coreStep(trouble, 'where it aborted, call by call')]
        : [
            {
              why: 'why it aborted stands in its last lines, which a guard does not see',
              command: 'fivewhys supervise -- COMMAND',
            },
          ],
    });
  },
};
