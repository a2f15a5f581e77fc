import type { CatalogueEntry } from '@fivewhys/evidence';
import { workerCatalogue } from '../catalogue.ts';
import type { WorkerCause } from '../cause.ts';
import { wordsOf } from '../links.ts';
import { lastWords, type Passing } from '../passing.ts';
import { bytesText, counted, quoted } from '../phrases.ts';
import { seen } from '../seen.ts';
import { notAWatchdog, notTheKernel } from '../told-apart.ts';
import type { Trouble } from '../trouble.ts';
import { doesNotFit, fits } from '../weighed.ts';

const entry: CatalogueEntry = {
  seen: [
    {
      text: 'SIGABRT, and "JavaScript heap out of memory" or "Reached heap limit" on standard error; a diagnostic report whose trigger is OOMError.',
      source: 'measured with Node.js 24',
    },
  ],
  implies: [
    {
      text: 'What the program still refers to is more than the heap may hold: a cache without a bound, a list that grows faster than it is worked off, work that starts more of itself.',
      source: 'Node.js documentation, "Understanding and tuning memory"',
    },
  ],
  lookAlikes: [
    { cause: 'kernel-out-of-memory', toldBy: 'SIGKILL, and no words' },
    { cause: 'watchdog-abort', toldBy: 'no words of its own' },
  ],
  settledBy: [
    {
      text: 'A heap snapshot from shortly before the end: what holds the most.',
      source: 'node(1), --heapsnapshot-near-heap-limit',
    },
  ],
  remedies: [
    {
      summary: 'Find out what fills the heap: let the next one write a snapshot before it dies',
      commands: ['NODE_OPTIONS=--heapsnapshot-near-heap-limit=2'],
      harm: 'writing a snapshot stops the worker for seconds, takes as much disk as the heap, and holds whatever was in memory',
      verify: 'a file Heap.*.heapsnapshot lies in its working directory after the next death',
      undo: 'take the option away',
      source: 'node(1)',
    },
    {
      summary: 'Until then replace a worker before it is full',
      commands: ['fivewhys supervise --memory-soft 400M --rotate 1h..2h -- node worker.js'],
      harm: 'it hides the growth, and drains a worker now and then',
      verify: 'worker-asked-to-end because of soft-memory-limit takes the place of these deaths',
      undo: 'take the options away',
      source: 'docs/workers.md',
    },
  ],
  captures: [],
};

const leastRepeats = 5;

/**
 * Seen: V8's words about the heap, or its report. It implies that the program holds more than the heap may. Alike: the kernel's killing, a watchdog. What fills the heap isn't told by a
 * death: a line that was written over and over before it may tell.
 */
export const v8OutOfMemory: WorkerCause = {
  id: 'v8-out-of-memory',
  title: workerCatalogue['v8-out-of-memory'],
  entry,
  weigh(trouble: Trouble) {
    const own = trouble.passings.filter(({ death }) => death?.cause === 'v8-out-of-memory');
    if (own.length === 0) {
      return trouble.passings.every(({ death }) => death !== undefined)
        ? doesNotFit('no last line and no diagnostic report tells of the heap')
        : doesNotFit('their last words are not known', 'untold');
    }
    const repeated = own.map(repeatedLine).find((line) => line !== undefined);
    return fits(trouble, {
      directness: 'direct',
      whys: [
        {
          claim: 'The JavaScript heap had reached its limit, and V8 aborted the process',
          evidence: [...wordsOf(trouble, ({ death }) => death?.evidence[0]), ...reportEvidence(own)],
        },
        ...(repeated === undefined
          ? []
          : [
              {
                claim: 'Before that it wrote one line over and over: each round of work starts another',
                evidence: seen(
                  [repeated.passing.sighted],
                  `${counted(repeated.times, 'time')} among its last lines: ${quoted(repeated.line)}`,
                ),
              },
            ]),
      ],
      lookAlikes: [notTheKernel(trouble), notAWatchdog(trouble)],
      remedies: entry.remedies,
      notes: repeated === undefined ? ['What filled the heap a death does not tell: the snapshot does.'] : [],
      next: [
        {
          why: 'what fills the heap: the next death leaves a snapshot',
          command: 'NODE_OPTIONS=--heapsnapshot-near-heap-limit=2',
        },
      ],
    });
  },
};

function reportEvidence(own: readonly Passing[]) {
  return own.slice(0, 3).flatMap(({ death, sighted }) => {
    const used = death?.report?.heapUsedBytes;
    const limit = death?.report?.heapLimitBytes;
    if (used === undefined || limit === undefined) return [];
    return seen([sighted], `${bytesText(used)} of ${bytesText(limit)} in use, by its diagnostic report`);
  });
}

/** The line that fills the last lines, whatever numbers it holds. */
function repeatedLine(passing: Passing) {
  const groups = Map.groupBy(lastWords(passing), (line) => line.replaceAll(/\d+/g, '0'));
  const [most] = [...groups.values()].sort((a, b) => b.length - a.length);
  const line = most?.at(-1);
  if (most === undefined || line === undefined || most.length < leastRepeats || line.trim().length < 8)
    return undefined;
  if (/^\s*(?:at |\d+: )|^</.test(line)) return undefined; // of V8's own account
  return { passing, line, times: most.length };
}
