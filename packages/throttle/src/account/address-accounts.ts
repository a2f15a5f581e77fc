import { addressAccount } from './address-account.ts';

const mostKept = 10_000;

/** The accounts of addresses, each worked out once as long as it is among the last ten thousand: a connection that is kept alive asks with every request. */
export class AddressAccounts {
  readonly #ipv6Prefix: number;
  #accounts = new Map<string, string>();

  constructor(ipv6Prefix: number) {
    this.#ipv6Prefix = ipv6Prefix;
  }

  of(address: string): string {
    const known = this.#accounts.get(address);
    if (known !== undefined) return known;
    if (this.#accounts.size >= mostKept) this.#accounts = new Map();
    // Joined, not added: V8 keeps a string that was added together as a tree of its parts, and a million of them would take 30 MB more.
    const account = ['ip:', addressAccount(address, this.#ipv6Prefix)].join('');
    this.#accounts.set(address, account);
    return account;
  }
}
