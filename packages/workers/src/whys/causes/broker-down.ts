import type { CatalogueEntry } from '@fivewhys/evidence';
import type { Death } from '../../death/death.ts';
import { workerCatalogue } from '../catalogue.ts';
import type { WorkerCause } from '../cause.ts';
import { wordsOf } from '../links.ts';
import { lastWords, type Passing } from '../passing.ts';
import { counted } from '../phrases.ts';
import { isUnreadableAt, unreadableIn } from '../queue-story.ts';
import { seen } from '../seen.ts';
import type { Trouble } from '../trouble.ts';
import { doesNotFit, fits } from '../weighed.ts';

/** How clients say that whoever they need does not answer. */
const words =
  /ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|Connection is closed|connection (?:refused|lost|timed out)|MaxRetriesPerRequest|Broker (?:not|un)available|Name or service not known/i;

const entry: CatalogueEntry = {
  seen: [
    {
      text: "The last lines of those who died tell of a connection that failed; or the queue itself can't be read, and who ended did so meanwhile.",
      source: 'errno(3); messages of ioredis, amqplib, redis-py',
    },
  ],
  implies: [
    {
      text: 'A worker has no work without its broker. That it dies of it, and does not wait, is its own doing.',
      source: 'docs/workers.md, "Queues"',
    },
  ],
  lookAlikes: [
    { cause: 'failed-exit', toldBy: 'the last lines name another error' },
    { cause: 'faulty-release', toldBy: 'it began with a change: another address, another password' },
  ],
  settledBy: [{ text: 'Asking the broker from the same host.', source: 'redis-cli(1)' }],
  remedies: [
    {
      summary: "Bring the broker back; workers wait for it, with growing pauses, and don't die of it",
      commands: ['redis-cli -h BROKER ping', 'systemctl status redis-server rabbitmq-server'],
      harm: 'none known',
      verify: 'the queue can be read again: queue-lag is no longer unknown',
      undo: 'nothing to undo',
      source: 'docs/workers.md',
    },
  ],
  captures: [],
};

/** Seen: failed connections in the last lines, or a queue that can't be read. It implies a broker, or another service, that does not answer. Alike: a change of address. Settled by asking it. */
export const brokerDown: WorkerCause = {
  id: 'broker-down',
  title: workerCatalogue['broker-down'],
  entry,
  weigh(trouble: Trouble) {
    const { passings, queue } = trouble;
    const told = passings.filter((passing) => wordIn(passing) !== undefined);
    const unread = unreadableIn(queue);
    const isMost = passings.length > 0 && told.length * 2 > passings.length;
    // They ended themselves, nobody knows why, and each while the broker did not answer the probe either.
    const isInDark =
      passings.length > 0 &&
      passings.every(({ death, sighted }) => endedItself(death) && isUnreadableAt(queue, sighted.atMs));
    if (!isMost && !isInDark && (unread.length === 0 || passings.length > 0)) {
      const isTold = passings.some((passing) => lastWords(passing).length > 0);
      return isTold || unread.length === 0
        ? doesNotFit(
            'no last line tells of a connection that failed, and the queue could be read',
            isTold ? undefined : 'untold',
          )
        : doesNotFit('their last words are not known', 'untold');
    }
    return fits(trouble, {
      directness: isMost ? 'direct' : 'indirect',
      whys: [
        ...(unread.length === 0
          ? []
          : [
              {
                claim: `The queue of ${trouble.kind} could not be read`,
                evidence: seen(
                  unread,
                  unread
                    .map(({ event }) => (event.event === 'queue-unreadable' ? event.because : undefined))
                    .find((because) => because !== undefined) ??
                    `${counted(unread.length, 'time')} its state was unknown`,
                ),
              },
            ]),
        ...(isMost
          ? [{ claim: 'What they needed could not be reached', evidence: wordsOf(trouble, wordIn) }]
          : [
              {
                claim: isInDark
                  ? 'They ended while it could not be read: its broker may not have answered them either'
                  : 'Its broker may not have answered',
                evidence: [],
              },
            ]),
      ],
      lookAlikes: [
        {
          cause: 'failed-exit',
          excluded: isMost,
          because: isMost
            ? 'their last lines tell of the connection'
            : isInDark
              ? 'their last lines tell of no connection'
              : 'nobody died of it',
        },
        changed(trouble),
      ],
      remedies: entry.remedies,
      next: [{ why: 'whether the broker answers from here', command: 'redis-cli -h BROKER ping' }],
    });
  },
};

/** By an exit status, not by a signal. */
function endedItself(death: Death | undefined): boolean {
  return death?.cause === 'exit-status' || death?.cause === 'uncaught-exception';
}

function wordIn(passing: Passing): string | undefined {
  return lastWords(passing).findLast((line) => words.test(line));
}

function changed({ events }: Trouble) {
  const cause = 'faulty-release';
  const isReloaded = events.some(({ event }) => event.event === 'reloaded');
  return isReloaded
    ? { cause, excluded: false, because: 'the configuration was read again in this time' }
    : { cause, excluded: true, because: 'nothing was reloaded in this time' };
}
