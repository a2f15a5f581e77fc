import type { QueueProbe } from '../queue-probe.ts';
import { mostReturned, type QueueReading, type ReturnedItem } from '../queue-reading.ts';
import type { RedisConnection } from '../redis-connection.ts';

/** Who neither asked nor acknowledged for so long counts as gone: Redis never forgets a consumer by itself. */
const goneAfterMs = 60_000;

/**
 * A consumer group of a Redis stream: XINFO STREAM, XINFO GROUPS, XINFO CONSUMERS, and one XRANGE for the next entry. The counters came with Redis 7; before, and where entries were deleted
 * from the middle or a group was set to a place of its own, Redis does not know the lag, and says so.
 */
export class RedisStreamProbe implements QueueProbe {
  readonly #redis: RedisConnection;
  readonly #stream: string;
  readonly #group: string;

  constructor(redis: RedisConnection, stream: string, group: string) {
    this.#redis = redis;
    this.#stream = stream;
    this.#group = group;
  }

  async read(): Promise<QueueReading> {
    const [stream, groups, consumers] = await this.#redis.together(
      ['xinfo', 'stream', this.#stream],
      ['xinfo', 'groups', this.#stream],
      ['xinfo', 'consumers', this.#stream, this.#group],
    );
    const group = listOf(groups)
      .map(fieldsOf)
      .find(({ name }) => name === this.#group);
    if (group === undefined) throw new Error(`stream ${this.#stream} has no group ${this.#group}`);
    const lag = numberOf(group.lag);
    const active = numberOf(group.pending);
    const arrivedTotal = numberOf(fieldsOf(stream)['entries-added']);
    const oldestMs = await this.#oldestMs(String(group['last-delivered-id']));
    const returned = await this.#returned();
    const reading = known({
      lag,
      waiting: lag,
      active,
      oldestMs,
      arrivedTotal,
      completedTotal:
        lag === undefined || active === undefined || arrivedTotal === undefined
          ? undefined
          : arrivedTotal - lag - active,
      consumers: listOf(consumers)
        .map(fieldsOf)
        .filter(({ idle }) => (numberOf(idle) ?? 0) <= goneAfterMs).length,
    });
    return { ...reading, returned };
  }

  close(): void {
    this.#redis.close();
  }

  /** Redis counts how often an entry was delivered before it was acknowledged; the oldest hundred are looked at. */
  async #returned(): Promise<ReturnedItem> {
    const pending = listOf(await this.#redis.call('xpending', this.#stream, this.#group, '-', '+', '100'));
    return mostReturned(
      pending.map((entry) => {
        const [id, , , deliveries] = listOf(entry);
        return { item: String(id), times: (numberOf(deliveries) ?? 1) - 1 };
      }),
    );
  }

  /** An entry's id begins with the time at which it came, unless who added it gave it another. */
  async #oldestMs(lastDelivered: string): Promise<number | undefined> {
    const entries = await this.#redis.call('xrange', this.#stream, `(${lastDelivered}`, '+', 'COUNT', '1');
    const [next] = listOf(entries);
    if (next === undefined) return 0;
    const [id] = next as readonly [string];
    const sinceMs = Number(/^(\d{13})-/.exec(id)?.[1] ?? Number.NaN);
    return Number.isNaN(sinceMs) ? undefined : Math.max(0, Date.now() - sinceMs);
  }
}

function listOf(answer: unknown): readonly unknown[] {
  return Array.isArray(answer) ? answer : [];
}

/** Redis answers names and values in turn. */
function fieldsOf(answer: unknown): Readonly<Record<string, unknown>> {
  const list = listOf(answer);
  const fields: Record<string, unknown> = {};
  for (let at = 0; at + 1 < list.length; at += 2) fields[String(list[at])] = list[at + 1];
  return fields;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function known(
  reading: { readonly [Name in Exclude<keyof QueueReading, 'returned'>]: number | undefined },
): QueueReading {
  return Object.fromEntries(Object.entries(reading).filter(([, value]) => value !== undefined));
}
