import type { CatalogueEntry } from '@fivewhys/evidence';
import { workerCatalogue } from '../catalogue.ts';
import type { WorkerCause } from '../cause.ts';
import { wordsOf } from '../links.ts';
import { alarmsOf } from '../queue-story.ts';
import type { Trouble } from '../trouble.ts';
import { fits, notShown } from '../weighed.ts';

const causes = new Set(['heartbeat-missed', 'not-ready-in-time', 'drain-timed-out']);

const entry: CatalogueEntry = {
  seen: [
    {
      text: 'A death of cause heartbeat-missed, not-ready-in-time or drain-timed-out: the supervisor ended it.',
      source: 'docs/workers.md',
    },
  ],
  implies: [
    {
      text: 'It computes without end, or waits for something without a time limit: a service behind it, a lock, a full pipe.',
      source: 'Node.js documentation, "Don\'t block the event loop"',
    },
  ],
  lookAlikes: [{ cause: 'broker-down', toldBy: 'its last lines tell of a connection that failed' }],
  settledBy: [{ text: 'A stack of the moment in which it hangs.', source: 'node(1), --report-on-signal' }],
  remedies: [
    {
      summary: 'Let it write its stack while it hangs',
      commands: ['NODE_OPTIONS="--report-on-signal --report-signal=SIGUSR2"', 'kill -USR2 PID'],
      harm: 'a report holds the environment: redact it before it is handed on',
      verify: 'a report.*.json lies in its working directory',
      undo: 'take the options away',
      source: 'node(1)',
    },
    {
      summary: 'Give every call to another service a time limit',
      commands: ['fetch(url, { signal: AbortSignal.timeout(2000) })'],
      harm: 'what takes longer fails',
      verify: 'stop the service behind it: the worker answers, and says what failed',
      undo: 'take the limit away',
      source: 'Node.js documentation, AbortSignal.timeout',
    },
  ],
  captures: [],
};

/** Seen: the supervisor ended it for want of a sign of life. It implies an endless computation or an endless wait. Alike: a service behind it that is down. Settled by a stack while it hangs. */
export const workerHang: WorkerCause = {
  id: 'worker-hang',
  title: workerCatalogue['worker-hang'],
  entry,
  weigh(trouble: Trouble) {
    const own = trouble.passings.filter(({ death }) => death !== undefined && causes.has(death.cause));
    if (own.length === 0) return idleHolders(trouble) ?? notShown(trouble, 'none was ended for want of a sign of life');
    return fits(trouble, {
      directness: 'direct',
      whys: [
        {
          claim: 'They gave no sign of life in time, and the supervisor ended them',
          evidence: wordsOf(trouble, ({ death }) => death?.claim),
        },
      ],
      lookAlikes: [{ cause: 'broker-down', excluded: false, because: 'what they waited for is not known' }],
      remedies: entry.remedies,
      next: [
        {
          why: 'what it does while it hangs, without a restart',
          command: 'kill -USR2 PID   # with NODE_OPTIONS="--report-on-signal --report-signal=SIGUSR2"',
        },
      ],
    });
  },
};

/** Nobody died, and whoever holds items does nothing. */
function idleHolders(trouble: Trouble) {
  const isDead = alarmsOf(trouble.queue).some(({ event }) => event.alarm === 'busy-but-dead');
  if (!isDead || trouble.passings.length > 0) return undefined;
  return fits(trouble, {
    directness: 'indirect',
    whys: [{ claim: 'Workers may hang: no one died, and no item that they hold is completed', evidence: [] }],
    lookAlikes: [],
    remedies: entry.remedies,
    next: [
      {
        why: 'whether they give signs of life',
        command: 'fivewhys supervise --health ipc --alive-within 1m -- COMMAND',
      },
    ],
  });
}
