import process from 'node:process';
import type { Settings } from '../options.ts';
import { AddressAccounts } from './address-accounts.ts';
import { clientAddress } from './client-address.ts';

/** What is known of who is asking when a request comes. */
export interface Asker<Request> {
  readonly request: Request;
  /** The other end of the connection. */
  readonly peer: string | undefined;
  readonly forwardedFor: string | undefined;
}

/** Asks the functions of the application whose request it is, and what holds for it. They may fail without a request failing. */
export class WhoAsks<Request> {
  readonly #settings: Settings<Request>;
  readonly #addresses: AddressAccounts;

  constructor(settings: Settings<Request>) {
    this.#settings = settings;
    this.#addresses = new AddressAccounts(settings.ipv6Prefix);
  }

  account(asker: Asker<Request>): string {
    const { request } = asker;
    const { account, trustedProxies, isTrusted } = this.#settings;
    const named = account && this.#ask(() => account(request));
    if (named !== undefined) return named;
    const peer = asker.peer ?? '';
    return this.#addresses.of(trustedProxies === undefined ? peer : clientAddress(peer, asker.forwardedFor, isTrusted));
  }

  plan(account: string, request: Request): string {
    const { plan, plans } = this.#settings;
    const name = plan && this.#ask(() => plan(account, request));
    return name !== undefined && Object.hasOwn(plans, name) ? name : 'default';
  }

  exempt(account: string, request: Request): boolean {
    const { exempt } = this.#settings;
    return exempt !== undefined && this.#ask(() => exempt(account, request)) === true;
  }

  route(request: Request): string | undefined {
    const { route } = this.#settings;
    return route && this.#ask(() => route(request));
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
