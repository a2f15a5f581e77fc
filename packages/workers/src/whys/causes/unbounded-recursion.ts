import type { CatalogueEntry, Remedy } from '@fivewhys/evidence';
import { workerCatalogue } from '../catalogue.ts';
import type { WorkerCause } from '../cause.ts';
import { wordsOf } from '../links.ts';
import { lastWords } from '../passing.ts';
import { type Recursion, recursionIn } from '../recursion.ts';
import { notAWatchdog, notOneJob, notTheHeap, notTheKernel } from '../told-apart.ts';
import type { Trouble } from '../trouble.ts';
import { doesNotFit, fits } from '../weighed.ts';

const cutTheLoop: Remedy = {
  summary: 'Cut the loop where logging begins: a guarded logger does not log while it logs',
  commands: ["import { guardLogger } from '@fivewhys/workers/logging';\nconst log = guardLogger(pino(options));"],
  harm: 'what is logged from within logging goes to standard error as a raw line, and not to the log',
  verify: 'logGuardCounts(log).reentries counts on, and no worker dies',
  undo: 'take guardLogger away',
  source:
    'docs/workers.md, "Logging and flags that can\'t take the process down"; measured by examples/workers-incident',
};

const boundTheFlags: Remedy = {
  summary:
    'If a flag is checked on the way: let it answer from what is known, in time, and without a word to the logger',
  commands: [
    "import { SteadyProvider } from '@fivewhys/workers/flags';\nconst flags = new SteadyProvider(provider, { withinMs: 30 });",
  ],
  harm: 'a flag may be as old as its last answer, and is its default where there was none',
  verify: 'stop the service behind the flags: flags answer their last value or default, and nothing else happens',
  undo: 'use the provider itself',
  source: 'docs/workers.md; OpenFeature specification, "Providers"',
};

const forbidIt: Remedy = {
  summary: 'Forbid the way by a rule in CI: logging must not reach flags, network clients or the database',
  commands: ['fivewhys layers'],
  harm: 'none known; it reads sources and changes nothing',
  verify: 'it ends with status 1 and prints the path as long as there is one',
  undo: 'take the step out of CI',
  source: 'docs/layers.md; dependency-cruiser, rules with "reachable"',
};

const entry: CatalogueEntry = {
  seen: [
    {
      text: 'A worker dies, and its last lines hold "Maximum call stack size exceeded", RecursionError, "stack level too deep" or StackOverflowError; or its stack goes round in the same calls.',
      source: 'measured with Node.js 24',
    },
    {
      text: 'It ends with exit status 1; with SIGABRT where the program aborts on what nothing caught, or with SIGTRAP under --abort-on-uncaught-exception.',
      source: 'measured with Node.js 24',
    },
  ],
  implies: [
    {
      text: 'A call leads back to itself with nothing that ends it. Often it needs a failure to go round: something fails, that is logged, logging asks what has failed.',
      source: 'ECMA-262 leaves the depth of the stack to the implementation; V8 throws RangeError',
    },
  ],
  lookAlikes: [
    {
      cause: 'v8-out-of-memory',
      toldBy: 'the last lines tell of the heap; a recursion over asynchronous steps ends so, too',
    },
    { cause: 'kernel-out-of-memory', toldBy: 'SIGKILL, and memory.events counts' },
    { cause: 'watchdog-abort', toldBy: 'no words of its own' },
    { cause: 'poison-job', toldBy: 'every death names the same job: its data may be deeper than the stack' },
  ],
  settledBy: [
    { text: 'A whole lap in the stack: the first call stands in it twice.', source: 'measured with Node.js 24' },
    { text: 'fivewhys layers finds the same path in the source.', source: 'docs/layers.md' },
  ],
  remedies: [cutTheLoop, boundTheFlags, forbidIt],
  captures: [],
};

/** Whether the lap passes through something that logs. */
function logs({ path }: Recursion): boolean {
  return path.some((name) => /log|pino|winston|bunyan/i.test(name));
}

function remediesFor(recursion: Recursion): readonly Remedy[] {
  if (!logs(recursion)) return [];
  const rule =
    recursion.folder === undefined ? forbidIt : { ...forbidIt, commands: [`fivewhys layers ${recursion.folder}`] };
  return [cutTheLoop, boundTheFlags, rule];
}

/**
 * Seen: the words of a full stack in a worker's last lines, or a stack that goes round. It implies a call that leads back to itself. Alike: a full heap, the kernel, a watchdog, one
 * job with data that is too deep. Settled by a whole lap in the stack, and by the same path in the source.
 */
export const unboundedRecursion: WorkerCause = {
  id: 'unbounded-recursion',
  title: workerCatalogue['unbounded-recursion'],
  entry,
  weigh(trouble: Trouble) {
    const found = trouble.passings.map((passing) => recursionIn(lastWords(passing)));
    const recursions = found.filter((recursion) => recursion !== undefined);
    // The death with the most of the lap tells it.
    const told = recursions.find(({ isWholeLap }) => isWholeLap) ?? recursions[0];
    if (told === undefined) {
      const isTold = trouble.passings.some((passing) => lastWords(passing).length > 0);
      return isTold
        ? doesNotFit('no last line tells of a full stack, and no stack goes round')
        : doesNotFit('their last words are not known', 'untold');
    }
    const path = told.path.join(' → ');
    const claim = told.isWholeLap
      ? `Code called itself without end: ${path}`
      : `Code called itself without end${path === '' ? '' : `; the last calls go ${path}`}`;
    return fits(trouble, {
      directness: 'direct',
      whys: [
        {
          claim: `The stack was full: ${recursions.length === trouble.passings.length ? 'each' : `${recursions.length} of ${trouble.passings.length}`} said so before it died`,
          evidence: wordsOf(trouble, (passing) => recursionIn(lastWords(passing))?.word),
        },
        { claim, evidence: wordsOf(trouble, (passing) => callsText(recursionIn(lastWords(passing)))) },
      ],
      lookAlikes: [notTheHeap(trouble), notTheKernel(trouble), notAWatchdog(trouble), notOneJob(trouble)],
      remedies: remediesFor(told),
      next: [
        {
          why: 'the same path in the source, call by call, with the rule that would have forbidden it',
          command: `fivewhys layers ${told.folder ?? '.'}`,
        },
      ],
    });
  },
};

function callsText(recursion: Recursion | undefined): string | undefined {
  return recursion === undefined || recursion.calls.length === 0 ? undefined : `stack: ${recursion.calls.join(', ')}`;
}
