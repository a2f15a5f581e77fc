import type { IcmpNote } from '@fivewhys/connections';

/** ICMP errors that a firewall sends for TCP: hosts answer a closed port by a RST. "No route" and "host unreachable" are a router's. */
export function isRefusal({ family, type, code }: IcmpNote): boolean {
  return family === 6 ? type === 1 && [1, 4, 5, 6].includes(code) : type === 3 && [2, 3, 9, 10, 13].includes(code);
}
