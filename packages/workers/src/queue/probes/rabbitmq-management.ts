import type { QueueProbe } from '../queue-probe.ts';
import type { QueueReading } from '../queue-reading.ts';

/** Longer answers are none about a queue. */
const longestBytes = 1024 * 1024;
const acknowledged = ['ack', 'deliver_no_ack', 'get_no_ack'] as const;

/**
 * A RabbitMQ queue by the management plugin's HTTP API. Its figures are gathered every five seconds, unless the broker is set otherwise, so they are as old as that.
 *
 * The age of the oldest message is known only where publishers stamp their messages and the queue is a classic one.
 */
export class RabbitmqManagementProbe implements QueueProbe {
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;

  /** @param address of the management plugin, such as `http://user:password@127.0.0.1:15672` */
  constructor(address: string, vhost: string, queue: string) {
    const url = new URL(address);
    const { username, password } = url;
    const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
    this.#headers = username === '' ? {} : { authorization: `Basic ${Buffer.from(login).toString('base64')}` };
    url.username = '';
    url.password = '';
    const base = url.href.replace(/\/+$/, '');
    this.#url = `${base}/api/queues/${encodeURIComponent(vhost)}/${encodeURIComponent(queue)}`;
  }

  async read(signal: AbortSignal): Promise<QueueReading> {
    const response = await fetch(this.#url, { signal, headers: this.#headers, redirect: 'error' });
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`the management API answered ${response.status} ${response.statusText}`.trim());
    }
    return readingOf(await jsonOf(response), Date.now());
  }

  close(): void {}
}

async function jsonOf(response: Response): Promise<Readonly<Record<string, unknown>>> {
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > longestBytes) throw new Error('the management API answered more than a megabyte');
  }
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // said below
  }
  throw new Error('the management API answered something else than JSON about a queue');
}

/** What the answer says. A queue through which nothing has gone yet has no counters, and none are reported while they are not gathered: unknown. */
function readingOf(queue: Readonly<Record<string, unknown>>, nowMs: number): QueueReading {
  const waiting = numberOf(queue.messages_ready);
  const active = numberOf(queue.messages_unacknowledged);
  const consumers = numberOf(queue.consumers);
  if (waiting === undefined) throw new Error('the management API does not tell how many messages are ready');
  const head = numberOf(queue.head_message_timestamp);
  const oldestMs = waiting === 0 ? 0 : head === undefined ? undefined : Math.max(0, nowMs - head * 1000);
  const stats = queue.message_stats as Readonly<Record<string, unknown>> | undefined;
  const counters =
    stats === undefined
      ? {}
      : {
          arrivedTotal: numberOf(stats.publish) ?? 0,
          completedTotal: acknowledged.reduce((sum, name) => sum + (numberOf(stats[name]) ?? 0), 0),
        };
  return {
    lag: waiting,
    waiting,
    ...(active === undefined ? {} : { active }),
    ...(consumers === undefined ? {} : { consumers }),
    ...(oldestMs === undefined ? {} : { oldestMs }),
    ...counters,
  };
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}
