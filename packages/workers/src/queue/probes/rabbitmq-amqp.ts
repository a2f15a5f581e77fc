import { optionalClient } from '../optional-client.ts';
import type { QueueProbe } from '../queue-probe.ts';
import type { QueueReading } from '../queue-reading.ts';

/** What is used of amqplib. */
interface Amqplib {
  connect(url: string, socketOptions: object): Promise<AmqpConnection>;
}

interface AmqpConnection {
  readonly connection?: { readonly stream?: { destroy(error: Error): void } };
  createChannel(): Promise<AmqpChannel>;
  on(event: 'error', listener: () => void): unknown;
}

interface AmqpChannel {
  checkQueue(queue: string): Promise<{ readonly messageCount: number; readonly consumerCount: number }>;
  close(): Promise<unknown>;
  on(event: 'error', listener: () => void): unknown;
}

const handshakeBoundMs = 10_000;

/**
 * A RabbitMQ queue by AMQP 0-9-1: a passive declaration (queue.declare) tells how many messages are ready and how many consumers there are, and nothing else. Ages and rates are unknown: to look at a message would
 * be to take it.
 */
export class RabbitmqAmqpProbe implements QueueProbe {
  readonly #client: Amqplib;
  readonly #url: string;
  readonly #queue: string;
  #connection: AmqpConnection | undefined;

  /** @throws CodedError `QUEUE_CLIENT_MISSING` */
  constructor(address: string, vhost: string, queue: string, folder: string) {
    this.#client = optionalClient('amqplib', folder) as Amqplib;
    const url = new URL(address);
    if (url.pathname === '' || url.pathname === '/') url.pathname = `/${encodeURIComponent(vhost)}`;
    this.#url = url.href;
    this.#queue = queue;
  }

  async read(signal: AbortSignal): Promise<QueueReading> {
    const connection = this.#connection ?? (await this.#connect(signal));
    const channel = await connection.createChannel();
    channel.on('error', () => {}); // the call that it comes of is rejected, too
    const { messageCount, consumerCount } = await channel.checkQueue(this.#queue);
    await channel.close();
    return { lag: messageCount, waiting: messageCount, consumers: consumerCount };
  }

  close(): void {
    if (this.#connection !== undefined) end(this.#connection);
    this.#connection = undefined;
  }

  async #connect(signal: AbortSignal): Promise<AmqpConnection> {
    const connection = await this.#client.connect(this.#url, { timeout: handshakeBoundMs });
    connection.on('error', () => {});
    // Nobody waits for it any more.
    if (signal.aborted) end(connection);
    else this.#connection = connection;
    return connection;
  }
}

/** Closing in order would wait for an answer of a broker that may hang. The error has amqplib end its heartbeats, too. */
function end(connection: AmqpConnection): void {
  connection.connection?.stream?.destroy(new Error('let go'));
}
