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

  account({ request, peer, forwardedFor }: Asker<Request>): string {
    const { account, trustedProxies, isTrusted } = this.#settings;
    const named = this.#ask(account, request);
    if (named !== undefined) return named;
    const isDirect = forwardedFor === undefined || trustedProxies === undefined;
    return this.#addresses.of(isDirect ? (peer ?? '') : clientAddress(peer ?? '', forwardedFor, isTrusted));
  }

  plan(account: string, request: Request): string {
    const name = this.#ask(this.#settings.plan, account, request);
    return name !== undefined && Object.hasOwn(this.#settings.plans, name) ? name : 'default';
  }

  exempt(account: string, request: Request): boolean {
    return this.#ask(this.#settings.exempt, account, request) === true;
  }

  route(request: Request): string | undefined {
    return this.#ask(this.#settings.route, request);
  }

  #ask<Args extends readonly unknown[], T>(ask: ((...args: Args) => T) | undefined, ...args: Args): T | undefined {
    if (ask === undefined) return undefined;
    try {
      return ask(...args);
    } catch (error) {
      if (this.#settings.onError === undefined) process.emitWarning(error as Error);
      else this.#settings.onError(error);
      return undefined;
    }
  }
}
