import type { QueueProbe } from '../queue-probe.ts';
import { mostReturned, type QueueReading, type ReturnedItem } from '../queue-reading.ts';
import type { RedisConnection } from '../redis-connection.ts';

/** So many priorities are looked at for the oldest job; within one, jobs are in the order they came. */
const mostPriorities = 32;
/** The score of a prioritized job is its priority times this, plus a counter. */
const scoreOfPriority = 2 ** 32;

const lists = ['wait', 'paused', 'active'] as const;
const sets = ['prioritized', 'delayed', 'waiting-children'] as const;

/**
 * A BullMQ queue (versions 4 to 6), by reading its keys; nothing is written.
 *
 * BullMQ counts what comes (`id`), and does not count what is done with: finished jobs may be removed at once. What came and is in no list any more was done with.
 * Jobs that BullMQ refused as duplicates count as both, as its counter counts them.
 */
export class BullmqProbe implements QueueProbe {
  readonly #redis: RedisConnection;
  readonly #queue: string;
  readonly #prefix: string;

  constructor(redis: RedisConnection, queue: string, prefix: string) {
    this.#redis = redis;
    this.#queue = queue;
    this.#prefix = prefix;
  }

  async read(): Promise<QueueReading> {
    const [isThere, id, ...rest] = await this.#redis.together(
      ['exists', this.#key('meta')],
      ['get', this.#key('id')],
      ...lists.map((list) => ['llen', this.#key(list)]),
      ...sets.map((set) => ['zcard', this.#key(set)]),
      ...['wait', 'paused'].flatMap((list) => [0, -1].map((end) => ['lindex', this.#key(list), String(end)])),
    );
    if (isThere === 0 && id === null) throw new Error(`there is no BullMQ queue ${this.#prefix}:${this.#queue}`);
    const [wait = 0, paused = 0, active = 0, prioritized = 0, delayed = 0, parents = 0] = rest.slice(0, 6).map(Number);
    const ends = rest.slice(6).filter((job): job is string => typeof job === 'string' && !isMarker(job));
    const waiting = wait + paused + prioritized;
    const reading = { lag: waiting, waiting, active };
    const arrivedTotal = Number(id ?? 0);
    const completedTotal = arrivedTotal - waiting - active - delayed - parents;
    const oldestMs =
      waiting === 0 ? 0 : await this.#oldestMs([...ends, ...(await this.#firstOfPriorities(prioritized))]);
    const consumers = await this.#consumers();
    return {
      ...reading,
      ...(oldestMs === undefined ? {} : { oldestMs }),
      returned: await this.#returned(),
      ...(consumers === undefined ? {} : { consumers }),
      arrivedTotal,
      completedTotal,
    };
  }

  close(): void {
    this.#redis.close();
  }

  #key(name: string): string {
    return `${this.#prefix}:${this.#queue}:${name}`;
  }

  async #firstOfPriorities(count: number): Promise<readonly string[]> {
    const found: string[] = [];
    let from = '-inf';
    while (count > 0 && found.length < mostPriorities) {
      const answer = await this.#redis.call(
        'zrangebyscore',
        ...[this.#key('prioritized'), from, '+inf', 'WITHSCORES', 'LIMIT', '0', '1'],
      );
      const [job, score] = answer as readonly string[];
      if (job === undefined) break;
      found.push(job);
      from = String((Math.floor(Number(score) / scoreOfPriority) + 1) * scoreOfPriority);
    }
    return found;
  }

  /** BullMQ counts in a job how often its lock was gone while it was worked on (`stc`; versions 4.0 and 5.0 called it `stalledCounter`). Looked at is what was held longest, and what is taken next: there such a job goes. */
  async #returned(): Promise<ReturnedItem> {
    const lists = await this.#redis.together(
      ['lrange', this.#key('active'), '-50', '-1'],
      ['lrange', this.#key('wait'), '-10', '-1'],
    );
    const jobs = (lists.flat() as readonly string[]).filter((job) => !isMarker(job));
    if (jobs.length === 0) return { times: 0 };
    const counts = await this.#redis.together(...jobs.map((job) => ['hmget', this.#key(job), 'stc', 'stalledCounter']));
    return mostReturned(jobs.map((item, index) => ({ item, times: mostOf(counts[index]) })));
  }

  /** By the clock of Redis would be one more question; the jobs are stamped by those who add them, whose clocks are no better than ours. */
  async #oldestMs(jobs: readonly string[]): Promise<number | undefined> {
    if (jobs.length === 0) return undefined;
    const answers = await this.#redis.together(...jobs.map((job) => ['hmget', this.#key(job), 'timestamp', 'opts']));
    const dueMs = answers
      .map((answer) => dueMsOf(answer as readonly (string | null)[]))
      .filter((ms) => ms !== undefined);
    return dueMs.length === 0 ? undefined : Math.max(0, Date.now() - Math.min(...dueMs));
  }

  /** Workers give their connection a name; where clients may not be listed (some hosted Redis) it is unknown. */
  async #consumers(): Promise<number | undefined> {
    const name = `${this.#prefix}:${Buffer.from(this.#queue).toString('base64')}`;
    try {
      const clients = String(await this.#redis.call('client', 'list')).split('\n');
      const names = clients.map((client) => / name=(\S*)/.exec(client)?.[1] ?? '');
      return names.filter((other) => other === name || other.startsWith(`${name}:w:`)).length;
    } catch {
      return undefined;
    }
  }
}

/** Since when a job could be worked on: a delay that it was given does not count as age. */
function dueMsOf([timestamp, opts]: readonly (string | null)[]): number | undefined {
  if (timestamp === undefined || timestamp === null || !/^\d+$/.test(timestamp)) return undefined;
  const delay = /"delay":(\d+)/.exec(opts ?? '')?.[1];
  return Number(timestamp) + Number(delay ?? 0);
}

function mostOf(counts: unknown): number {
  return Math.max(0, ...(counts as readonly (string | null)[]).map(Number));
}

/** Before version 5 a marker could stand among the jobs of a list. */
function isMarker(job: string): boolean {
  return job.startsWith('0:');
}
