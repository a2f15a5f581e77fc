import { setTimeout as sleep } from 'node:timers/promises';
import type { Namespace } from './namespace.ts';

interface Link {
  readonly addr_info?: readonly { readonly local?: string; readonly tentative?: boolean }[];
}

const longestMs = 10_000;

/**
 * Waits until so many interfaces of a host have the link-local address that its kernel gives them, which takes up to a second after the link is up. Before, it answers no neighbour: the first
 * packets of IPv6 wait for a second, and are sent again meanwhile.
 *
 * @throws Error if they don't come
 */
export async function untilLinkLocal(namespace: Namespace, interfaces: number): Promise<void> {
  for (let waitedMs = 0; waitedMs < longestMs; waitedMs += 25) {
    const links: Link[] = JSON.parse(namespace.run('ip', '-6', '-j', 'address', 'show', 'scope', 'link') || '[]');
    const ready = links.filter(({ addr_info: addresses }) =>
      addresses?.some(({ local, tentative }) => local !== undefined && tentative !== true),
    );
    if (ready.length >= interfaces) return;
    await sleep(25);
  }
  throw new Error(`${namespace.role} has no link-local addresses after ${longestMs / 1000} s`);
}
