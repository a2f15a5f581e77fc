import type { CatalogueEntry, Fit, LookAlike, Why } from '@fivewhys/evidence';
import { workerCatalogue } from '../catalogue.ts';
import type { WorkerCause } from '../cause.ts';
import { jobNamedIn } from '../job-names.ts';
import { wordsOf } from '../links.ts';
import { lastWords } from '../passing.ts';
import { recursionIn } from '../recursion.ts';
import { type ReturnedWithDeaths, returnedText, returnedWithDeaths } from '../returned-item.ts';
import { seen } from '../seen.ts';
import { type Trouble, workersOf } from '../trouble.ts';
import { doesNotFit, fits } from '../weighed.ts';

const leastDeaths = 3;

const entry: CatalogueEntry = {
  seen: [
    {
      text: 'Several workers die one after the other, and the last lines of each name the same job; or the queue counts that one item came back as often as workers died (`stc` of a BullMQ job, deliveries of XPENDING).',
      source: 'docs/workers.md, "Queues"',
    },
  ],
  implies: [
    {
      text: 'The job ends whoever takes it, goes back to the queue, and is taken by the next.',
      source: 'BullMQ documentation, "Stalled Jobs"',
    },
  ],
  lookAlikes: [
    { cause: 'unbounded-recursion', toldBy: 'the stack goes round in code that serves every job' },
    { cause: 'broker-down', toldBy: 'the last lines tell of a connection' },
  ],
  settledBy: [{ text: 'The job by itself, with a worker that does nothing else.', source: 'docs/workers.md' }],
  remedies: [
    {
      summary: 'Take the job out of the queue, and let a job be tried only so often',
      commands: [
        'new Worker(name, processor, { connection, maxStalledCount: 1 })',
        'queue.add(name, data, { attempts: 3 })',
      ],
      harm: 'the job is not done until its fault is mended',
      verify: 'it is in the list of failed jobs, and workers live',
      undo: 'retry it: job.retry()',
      source: 'BullMQ documentation, "Retrying failing jobs" and "Stalled Jobs"',
    },
  ],
  captures: [],
};

/** Seen: each death names the same job last, or the queue had one item back after each. It implies a job that ends whoever takes it. Alike: a fault that all jobs meet. Settled by the job alone. */
export const poisonJob: WorkerCause = {
  id: 'poison-job',
  title: workerCatalogue['poison-job'],
  entry,
  weigh(trouble: Trouble) {
    const told = returnedWithDeaths(trouble);
    if (told?.eachTime === true) return fitsBy(trouble, told);
    if (told !== undefined) return doesNotFit(returnedText(told));
    const { passings } = trouble;
    const jobs = passings.map((passing) => jobNamedIn(lastWords(passing)));
    const named = new Set(jobs);
    const [job] = named;
    if (jobs.every((name) => name === undefined)) {
      return doesNotFit('their last lines name no job, and the queue tells of none', 'untold');
    }
    if (named.size > 1 || job === undefined) return doesNotFit('their last lines do not all name the same job');
    if (passings.length < leastDeaths) return doesNotFit(`job ${job} is named, by too few deaths to tell`, 'untold');
    return fits(trouble, {
      directness: workersOf(trouble).length > 1 ? 'direct' : 'indirect',
      whys: [namedWhy(trouble, job)],
      ...conclusion(trouble, job),
    });
  },
};

/** The queue itself counted how often the item came back. */
function fitsBy(trouble: Trouble, told: ReturnedWithDeaths): Fit {
  const { item = '' } = told.returned;
  const isNamed = trouble.passings.some((passing) => jobNamedIn(lastWords(passing)) === item);
  return fits(trouble, {
    directness: 'direct',
    whys: [
      {
        claim: `Item ${item} of the queue was with each of them when it died, and came back`,
        evidence: seen([told.sighted], returnedText(told)),
      },
      ...(isNamed ? [namedWhy(trouble, item)] : []),
    ],
    ...conclusion(trouble, item),
  });
}

function namedWhy(trouble: Trouble, job: string): Why {
  return {
    claim: `Job ${job} was with each of them when it died`,
    evidence: wordsOf(trouble, (passing) => lastWords(passing).findLast((line) => jobNamedIn([line]) === job)),
  };
}

function conclusion(trouble: Trouble, job: string) {
  const goesRound = trouble.passings.some((passing) => recursionIn(lastWords(passing)) !== undefined);
  const recursion: LookAlike = goesRound
    ? { cause: 'unbounded-recursion', excluded: false, because: 'a stack goes round' }
    : { cause: 'unbounded-recursion', excluded: true, because: 'no stack goes round' };
  const broker: LookAlike = { cause: 'broker-down', excluded: true, because: 'it is one job each time' };
  return {
    lookAlikes: [recursion, broker],
    remedies: entry.remedies,
    next: [{ why: `what job ${job} holds`, command: readCommand(job) }],
  };
}

/** Entries of a Redis stream have ids of their own kind. */
function readCommand(job: string): string {
  return /^\d+-\d+$/.test(job) ? `redis-cli XRANGE STREAM ${job} ${job}` : `redis-cli HGETALL bull:QUEUE:${job}`;
}
