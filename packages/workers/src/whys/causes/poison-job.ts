import type { CatalogueEntry } from '@fivewhys/evidence';
import { workerCatalogue } from '../catalogue.ts';
import type { WorkerCause } from '../cause.ts';
import { jobNamedIn } from '../job-names.ts';
import { wordsOf } from '../links.ts';
import { lastWords } from '../passing.ts';
import { recursionIn } from '../recursion.ts';
import { type Trouble, workersOf } from '../trouble.ts';
import { doesNotFit, fits } from '../weighed.ts';

const leastDeaths = 3;

const entry: CatalogueEntry = {
  seen: [
    {
      text: 'Several workers die one after the other, and the last lines of each name the same job.',
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

/** Seen: each death names the same job last. It implies a job that ends whoever takes it. Alike: a fault that all jobs meet. Settled by the job alone. */
export const poisonJob: WorkerCause = {
  id: 'poison-job',
  title: workerCatalogue['poison-job'],
  entry,
  weigh(trouble: Trouble) {
    const { passings } = trouble;
    const jobs = passings.map((passing) => jobNamedIn(lastWords(passing)));
    const named = new Set(jobs);
    const [job] = named;
    if (jobs.every((name) => name === undefined)) return doesNotFit('their last lines name no job', 'untold');
    if (named.size > 1 || job === undefined) return doesNotFit('their last lines do not all name the same job');
    if (passings.length < leastDeaths) return doesNotFit(`job ${job} is named, by too few deaths to tell`, 'untold');
    const goesRound = passings.some((passing) => recursionIn(lastWords(passing)) !== undefined);
    return fits(trouble, {
      directness: workersOf(trouble).length > 1 ? 'direct' : 'indirect',
      whys: [
        {
          claim: `Job ${job} was with each of them when it died`,
          evidence: wordsOf(trouble, (passing) => lastWords(passing).findLast((line) => jobNamedIn([line]) === job)),
        },
      ],
      lookAlikes: [
        goesRound
          ? { cause: 'unbounded-recursion', excluded: false, because: 'a stack goes round' }
          : { cause: 'unbounded-recursion', excluded: true, because: 'no stack goes round' },
        { cause: 'broker-down', excluded: true, because: 'one job is named each time' },
      ],
      remedies: entry.remedies,
      next: [{ why: `what job ${job} holds`, command: `redis-cli HGETALL bull:QUEUE:${job}` }],
    });
  },
};
