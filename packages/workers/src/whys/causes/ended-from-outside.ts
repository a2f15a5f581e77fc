import type { CatalogueEntry } from '@fivewhys/evidence';
import { workerCatalogue } from '../catalogue.ts';
import type { WorkerCause } from '../cause.ts';
import { wordsOf } from '../links.ts';
import { listed } from '../phrases.ts';
import { seen } from '../seen.ts';
import { notTheKernel } from '../told-apart.ts';
import type { Trouble } from '../trouble.ts';
import { fits, notShown } from '../weighed.ts';

const causes = new Set(['killed-from-outside', 'terminated-from-outside', 'other-signal']);
const signals = new Set(['SIGKILL', 'SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT']);

const entry: CatalogueEntry = {
  seen: [{ text: 'SIGKILL, SIGTERM, SIGINT or SIGHUP that the supervisor did not send.', source: 'docs/workers.md' }],
  implies: [{ text: 'A person, a deployment, an agent or the kernel ended the worker.', source: 'signal(7)' }],
  lookAlikes: [
    { cause: 'kernel-out-of-memory', toldBy: 'SIGKILL, and memory.events or the kernel log tells of it' },
    { cause: 'faulty-release', toldBy: 'a reload or another command at the same time' },
  ],
  settledBy: [
    { text: "The kernel's trace of the signal: it names the sender.", source: 'Linux, signal:signal_generate' },
  ],
  remedies: [
    {
      summary: 'Ask the supervisor to end or replace workers, and nothing else',
      commands: ['kill -HUP SUPERVISOR', 'kill -TERM SUPERVISOR'],
      harm: 'none known',
      verify: 'worker-asked-to-end takes the place of these deaths',
      undo: 'nothing to undo',
      source: 'docs/workers.md',
    },
  ],
  captures: [],
};

/** Seen: a signal that ends and that the supervisor did not send. It implies somebody else. Alike: the kernel for want of memory. Settled by the sender of the signal. */
export const endedFromOutside: WorkerCause = {
  id: 'ended-from-outside',
  title: workerCatalogue['ended-from-outside'],
  entry,
  weigh(trouble: Trouble) {
    const own = trouble.passings.filter(({ death, signal, kernel }) =>
      kernel?.byKernel === true
        ? false
        : death === undefined
          ? signal !== undefined && signals.has(signal)
          : causes.has(death.cause),
    );
    if (own.length === 0) return notShown(trouble, 'no signal from outside ended them');
    const senders = own.filter(({ sentBy, pid }) => sentBy !== undefined && sentBy > 0 && sentBy !== pid);
    return fits(trouble, {
      directness: 'direct',
      whys: [
        {
          claim: 'Someone else than the supervisor ended them',
          evidence: [
            ...wordsOf(trouble, ({ death }) => death?.claim),
            ...seen(
              senders.map(({ sighted }) => sighted),
              `the signal came from ${listed([...new Set(senders.map(({ sentBy }) => `process ${sentBy}`))])}`,
            ),
          ],
        },
      ],
      lookAlikes: [notTheKernel(trouble)],
      remedies: entry.remedies,
      next: [
        {
          why: 'whether it was the kernel, for want of memory',
          command: "journalctl -k --grep='Out of memory|oom-kill' -n 50",
        },
        { why: 'who sends the signal, as the kernel sees it', command: "fivewhys guard --match 'WORKER' --dry-run" },
      ],
    });
  },
};
