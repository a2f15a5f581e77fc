import type { CatalogueEntry } from '@fivewhys/evidence';
import { workerCatalogue } from '../catalogue.ts';
import type { WorkerCause } from '../cause.ts';
import { wordsOf } from '../links.ts';
import { listed } from '../phrases.ts';
import { seen } from '../seen.ts';
import { notARecursion, notTheKernel } from '../told-apart.ts';
import { isOwnSignal, type Trouble } from '../trouble.ts';
import { fits, notShown } from '../weighed.ts';

const entry: CatalogueEntry = {
  seen: [
    {
      text: 'SIGABRT, without words of an abort on standard error, or with those of a watchdog such as "WORKER TIMEOUT".',
      source: 'gunicorn, arbiter.py; systemd.service(5), WatchdogSec',
    },
    { text: "The kernel's trace names another process as the sender.", source: 'Linux, signal:signal_generate' },
  ],
  implies: [
    {
      text: 'Someone waited for a sign of life that did not come: the worker computes without end, or waits without a time limit.',
      source: 'systemd.service(5)',
    },
  ],
  lookAlikes: [
    { cause: 'self-abort', toldBy: 'the words of an abort, or itself as the sender' },
    { cause: 'unbounded-recursion', toldBy: 'the words of a full stack' },
    { cause: 'kernel-out-of-memory', toldBy: 'SIGKILL' },
  ],
  settledBy: [
    { text: 'The sender of the signal, and the journal of who watches.', source: 'tracefs, signal:signal_generate' },
  ],
  remedies: [
    {
      summary: 'Find what the worker was doing: let it write its stack when it is asked to',
      commands: ['node --report-on-signal --report-signal=SIGUSR2 worker.js', 'kill -USR2 PID'],
      harm: 'a report holds the environment: redact it before it is handed on',
      verify: 'a report.*.json with the stack of the moment lies in its working directory',
      undo: 'take the options away',
      source: 'node(1), --report-on-signal',
    },
  ],
  captures: [],
};

/** Seen: SIGABRT without words of its own. It implies someone who watches. Alike: an abort of its own by a program that says nothing. Settled by the sender of the signal. */
export const watchdogAbort: WorkerCause = {
  id: 'watchdog-abort',
  title: workerCatalogue['watchdog-abort'],
  entry,
  weigh(trouble: Trouble) {
    const { passings } = trouble;
    const own = passings.filter(
      (passing) =>
        passing.death?.cause === 'abort-from-outside' ||
        (passing.signal === 'SIGABRT' && isOwnSignal(passing) === false),
    );
    if (own.length === 0) return notShown(trouble, 'no SIGABRT came from outside');
    const named = passings.some(({ death }) => /^a watchdog other/.test(death?.claim ?? ''));
    const senders = passings.filter((passing) => isOwnSignal(passing) === false);
    const isFromOutside = named || senders.length > 0;
    return fits(trouble, {
      directness: isFromOutside ? 'direct' : 'indirect',
      whys: [
        {
          claim: isFromOutside
            ? 'Something else sent SIGABRT'
            : 'SIGABRT came, and nothing on standard error tells of an abort of its own',
          evidence: [
            ...wordsOf(trouble, ({ death }) => death?.evidence[0]),
            ...seen(
              senders.map(({ sighted }) => sighted),
              `sent by ${listed([...new Set(senders.map(({ sentBy }) => `process ${sentBy}`))])}`,
            ),
          ],
        },
      ],
      lookAlikes: [
        isFromOutside
          ? {
              cause: 'self-abort',
              excluded: true,
              because: 'the sender was another, or a watchdog says that it was it',
            }
          : { cause: 'self-abort', excluded: false, because: 'a program that says nothing may have aborted itself' },
        isFromOutside
          ? { cause: 'unbounded-recursion', excluded: true, because: 'it did not end itself' }
          : notARecursion(trouble),
        notTheKernel(trouble),
      ],
      remedies: entry.remedies,
      next: [
        { why: 'who sends the signal, as the kernel sees it', command: "fivewhys guard --match 'WORKER' --dry-run" },
      ],
    });
  },
};
