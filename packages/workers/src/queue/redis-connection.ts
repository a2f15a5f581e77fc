import { optionalClient } from './optional-client.ts';

/** What is used of ioredis (version 5 and newer). */
interface IoredisClient {
  connect(): Promise<unknown>;
  disconnect(): void;
  on(event: 'error', listener: (error: Error) => void): unknown;
  call(command: string, ...args: string[]): Promise<unknown>;
  multi(commands: readonly (readonly string[])[]): { exec(): Promise<readonly (readonly [Error | null, unknown])[]> };
}

type IoredisConstructor = new (url: string, options: object) => IoredisClient;

/** No waiting for better times within the client: an attempt fails, the reading is unknown, and the next one connects anew. */
const options = {
  lazyConnect: true,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  retryStrategy: () => null,
  connectionName: 'fivewhys',
};

/** A connection to Redis by the ioredis that the user has installed. */
export class RedisConnection {
  readonly #Redis: IoredisConstructor;
  readonly #url: string;
  #client: IoredisClient | undefined;

  /** @throws CodedError `QUEUE_CLIENT_MISSING` */
  constructor(url: string, folder: string) {
    const module = optionalClient('ioredis', folder) as { readonly Redis: IoredisConstructor };
    this.#Redis = module.Redis;
    this.#url = url;
  }

  /** Sends one command. */
  async call(command: string, ...args: readonly string[]): Promise<unknown> {
    const client = await this.#connected();
    return client.call(command, ...args);
  }

  /** Sends several that are answered at one moment (MULTI and EXEC). */
  async together(...commands: readonly (readonly string[])[]): Promise<readonly unknown[]> {
    const client = await this.#connected();
    const answers = await client.multi(commands).exec();
    return answers.map(([error, answer]) => {
      if (error !== null) throw error;
      return answer;
    });
  }

  close(): void {
    this.#client?.disconnect();
    this.#client = undefined;
  }

  async #connected(): Promise<IoredisClient> {
    if (this.#client !== undefined) return this.#client;
    const client = new this.#Redis(this.#url, options);
    let because: Error | undefined;
    client.on('error', (error) => {
      because ??= error;
    });
    this.#client = client;
    try {
      await client.connect();
    } catch (error) {
      // "Connection is closed." says less than the reason that came before it.
      throw because ?? error;
    }
    return client;
  }
}
