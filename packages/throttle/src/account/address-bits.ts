import { isIPv4, isIPv6 } from 'node:net';

/** The eight groups of an IPv6 address; undefined for anything else. A zone (`%eth0`) is left away; an IPv4 tail is two groups. */
export function groupsOf(address: string): readonly number[] | undefined {
  const text = address.split('%', 1)[0] ?? '';
  if (!isIPv6(text)) return undefined;
  const [head = '', tail] = text.split('::', 2);
  const before = groups(head);
  if (tail === undefined) return before;
  const after = groups(tail);
  return [...before, ...new Array<number>(8 - before.length - after.length).fill(0), ...after];
}

function groups(text: string): number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)];
    const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
    return [a * 256 + b, c * 256 + d];
  });
}

/** An IPv4-mapped IPv6 address (RFC 4291, 2.5.5.2), as a dual-stack socket shows its IPv4 peers, as IPv4; another as it is, without its zone. */
export function folded(address: string): string {
  if (isIPv4(address)) return address;
  const parts = groupsOf(address);
  if (parts === undefined) return address;
  const [, , , , , mark, high = 0, low = 0] = parts;
  const isMapped = mark === 0xffff && parts.slice(0, 5).every((part) => part === 0);
  if (isMapped) return [high >> 8, high & 255, low >> 8, low & 255].join('.');
  return address.split('%', 1)[0] ?? '';
}
