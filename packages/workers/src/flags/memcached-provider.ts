import { workersError } from '../errors.ts';
import type { FlagContext, FlagProvider, Resolution } from './provider.ts';

/** What is taken of memjs (https://www.npmjs.com/package/memjs), a client without dependencies that tells a failure from a key that is not there. */
export interface Memjs {
  readonly Client: { create(servers: string, options: object): MemjsClient };
}

export interface MemjsClient {
  /** Of memjs's servers: `error` ends what is under way, and its socket. */
  // biome-ignore lint/suspicious/noExplicitAny: memjs has no types of its own for it
  readonly servers: readonly any[];
  get(key: string, answered: (error: Error | null, value: Uint8Array | null) => void): void;
  close(): void;
}

export interface MemcachedOptions {
  /** `host:port`, several with commas between. */
  readonly servers: string;
  /** Before the name of a flag; `flag:` without it. */
  readonly prefix?: string;
  /** After so long the connection is given up; 25 without it. */
  readonly withinMs?: number;
}

/** memjs keeps what came of a broken answer, so its own limit must not be the first to strike: ours ends the connection with it. */
const limitOfClientS = 60;

/** memjs says failures to the console, or to a logger: here they are the answer, and nothing is said. */
const silent = { log: () => {} };

/**
 * Flags that stand in Memcached, one key each (`flag:NAME`), as JSON: `true`, `"blue"`, `10`, `{"limit":5}`. A provider for OpenFeature; it fails when Memcached does, so put
 * `SteadyProvider` before it:
 *
 * ```ts
 * import memjs from 'memjs';
 *
 * const flags = new SteadyProvider(new MemcachedProvider(memjs, { servers: '127.0.0.1:11211' }));
 * ```
 *
 * The context of an evaluation is not looked at: a value is the same for everybody.
 */
export class MemcachedProvider implements FlagProvider {
  readonly metadata = { name: 'memcached' } as const;
  readonly runsOn = 'server' as const;
  readonly #memjs: Memjs;
  readonly #servers: string;
  readonly #prefix: string;
  readonly #withinMs: number;
  #client: MemjsClient | undefined;

  /** @throws CodedError `FLAG_CLIENT_MISSING` when what is handed over is not memjs */
  constructor(memjs: Memjs, { servers, prefix = 'flag:', withinMs = 25 }: MemcachedOptions) {
    if (typeof memjs?.Client?.create !== 'function') {
      throw workersError(
        'FLAG_CLIENT_MISSING',
        `flags are read from Memcached with memjs, and what was handed over is ${memjs === undefined ? 'undefined' : 'not it'}: npm install memjs, and import memjs from 'memjs'`,
      );
    }
    this.#memjs = memjs;
    this.#servers = servers;
    this.#prefix = prefix;
    this.#withinMs = withinMs;
  }

  async onClose(): Promise<void> {
    this.#giveUp(this.#client);
  }

  resolveBooleanEvaluation(
    flagKey: string,
    defaultValue: boolean,
    _context: FlagContext,
  ): Promise<Resolution<boolean>> {
    return this.#resolve(flagKey, defaultValue, 'boolean');
  }

  resolveStringEvaluation(flagKey: string, defaultValue: string, _context: FlagContext): Promise<Resolution<string>> {
    return this.#resolve(flagKey, defaultValue, 'string');
  }

  resolveNumberEvaluation(flagKey: string, defaultValue: number, _context: FlagContext): Promise<Resolution<number>> {
    return this.#resolve(flagKey, defaultValue, 'number');
  }

  resolveObjectEvaluation<T>(flagKey: string, defaultValue: T, _context: FlagContext): Promise<Resolution<T>> {
    return this.#resolve(flagKey, defaultValue, 'object');
  }

  /** @throws when Memcached fails, or holds something else than a value of the type */
  async #resolve<T>(flagKey: string, defaultValue: T, type: string): Promise<Resolution<T>> {
    const bytes = await this.#get(this.#prefix + flagKey);
    if (bytes === null) return { value: defaultValue, reason: 'DEFAULT' };
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (value === null || typeof value !== type) throw new TypeError(`flag ${flagKey} is no ${type}`);
    return { value: value as T, reason: 'STATIC' };
  }

  /** After a failure the client is given up with its connections: what they may still bring belongs to nobody. */
  async #get(key: string): Promise<Uint8Array | null> {
    const client = this.#open();
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<Uint8Array | null>((resolve, reject) => {
        timer = setTimeout(() => reject(new Error(`no answer within ${this.#withinMs} ms`)), this.#withinMs);
        client.get(key, (error, value) => (error === null || error === undefined ? resolve(value) : reject(error)));
      });
    } catch (error) {
      this.#giveUp(client);
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  #open(): MemjsClient {
    this.#client ??= this.#memjs.Client.create(this.#servers, {
      logger: silent,
      retries: 1,
      timeout: limitOfClientS,
      conntimeout: limitOfClientS,
    });
    return this.#client;
  }

  #giveUp(client: MemjsClient | undefined): void {
    if (client === undefined) return;
    if (this.#client === client) this.#client = undefined;
    for (const server of client.servers) server.error(new Error('given up'));
  }
}
