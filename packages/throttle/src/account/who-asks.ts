import process from 'node:process';
import { Kept } from '../kept.ts';
import type { Settings } from '../options.ts';
import type { Plan } from '../quota/plan.ts';
import { addressAccount } from './address-account.ts';
import { Client } from './client.ts';
import { clientAddress } from './client-address.ts';

/** What is known of who is asking when a request comes. */
export interface Asker<Request> {
  readonly request: Request;
  /** What stands for the connection, as long as it lasts; undefined where nothing does. */
  readonly connection?: object | undefined;
  /** The other end of the connection. */
  readonly peer: string | undefined;
  readonly forwardedFor: string | undefined;
}

const mostKept = 10_000;

/** Where a connection keeps who is at its other end, for all its requests. */
const clientKey = Symbol('the client of @fivewhys/throttle');

interface Connection {
  [clientKey]?: { readonly client: Client; readonly whoAsks: object };
}

/** Asks the functions of the application whose request it is, and what holds for it. They may fail without a request failing. */
export class WhoAsks<Request> {
  readonly #settings: Settings<Request>;
  /** Whether who asks says all that holds for him; else the application is asked with each request. */
  readonly #isFixed: boolean;
  /** Whether it is the other end of the connection who asks, whatever the request says. */
  readonly #isPeer: boolean;
  readonly #accounts: Kept<string>;
  readonly #clients = new Kept<Client>(mostKept, (account) => this.#clientOf(account, 'default', false));

  constructor(settings: Settings<Request>) {
    this.#settings = settings;
    this.#isFixed = settings.plan === undefined && settings.exempt === undefined;
    this.#isPeer = this.#isFixed && settings.account === undefined && settings.trustedProxies === undefined;
    // Joined, not added: V8 keeps a string that was added together as a tree of its parts, and a million of them would take 30 MB more.
    this.#accounts = new Kept(mostKept, (address) => ['ip:', addressAccount(address, settings.ipv6Prefix)].join(''));
  }

  client(asker: Asker<Request>): Client {
    return this.#isPeer && asker.connection !== undefined
      ? this.#clientAt(asker.connection, asker)
      : this.#clientWhoAsks(asker);
  }

  #clientAt(connection: Connection, asker: Asker<Request>): Client {
    const kept = connection[clientKey];
    if (kept !== undefined && kept.whoAsks === this) return kept.client;
    const client = this.#clientWhoAsks(asker);
    connection[clientKey] = { client, whoAsks: this };
    return client;
  }

  #clientWhoAsks(asker: Asker<Request>): Client {
    const { request } = asker;
    const account = this.#account(asker);
    return this.#isFixed
      ? this.#clients.of(account)
      : this.#clientOf(account, this.#plan(account, request), this.#exempt(account, request));
  }

  route(request: Request): string | undefined {
    const { route } = this.#settings;
    return route && this.#ask(() => route(request));
  }

  #clientOf(account: string, planName: string, exempt: boolean): Client {
    const { plans, mode } = this.#settings;
    return new Client(account, planName, plans[planName] as Plan, exempt, mode);
  }

  #account(asker: Asker<Request>): string {
    const { account, trustedProxies, isTrusted } = this.#settings;
    const named = account && this.#ask(() => account(asker.request));
    if (named !== undefined) return named;
    const peer = asker.peer ?? '';
    return this.#accounts.of(trustedProxies === undefined ? peer : clientAddress(peer, asker.forwardedFor, isTrusted));
  }

  #plan(account: string, request: Request): string {
    const { plan, plans } = this.#settings;
    const name = plan && this.#ask(() => plan(account, request));
    return name !== undefined && Object.hasOwn(plans, name) ? name : 'default';
  }

  #exempt(account: string, request: Request): boolean {
    const { exempt } = this.#settings;
    return exempt !== undefined && this.#ask(() => exempt(account, request)) === true;
  }

  #ask<T>(ask: () => T): T | undefined {
    try {
      return ask();
    } catch (error) {
      if (this.#settings.onError === undefined) process.emitWarning(error as Error);
      else this.#settings.onError(error);
      return undefined;
    }
  }
}
