/** Names of ICMP errors: destination unreachable by code (RFC 792, RFC 1122, RFC 1812), and ICMPv6's (RFC 4443). */
const unreachable: Readonly<Record<number, string>> = {
  0: 'network unreachable',
  1: 'host unreachable',
  2: 'protocol unreachable',
  3: 'port unreachable',
  4: 'fragmentation needed',
  9: 'network administratively prohibited',
  10: 'host administratively prohibited',
  13: 'communication administratively prohibited',
};

const unreachable6: Readonly<Record<number, string>> = {
  0: 'no route',
  1: 'administratively prohibited',
  3: 'address unreachable',
  4: 'port unreachable',
  5: 'source address failed policy',
  6: 'reject route',
};

/** `host administratively prohibited (ICMP 3/10)` */
export function icmpName(family: number, type: number, code: number): string {
  const label = `ICMP${family === 6 ? 'v6' : ''} ${type}/${code}`;
  if (family === 6) {
    if (type === 1) return `${unreachable6[code] ?? 'unreachable'} (${label})`;
    return type === 2
      ? `packet too big (${label})`
      : type === 3
        ? `time exceeded (${label})`
        : `parameter problem (${label})`;
  }
  if (type === 3) return `${unreachable[code] ?? 'unreachable'} (${label})`;
  return type === 11 ? `time exceeded (${label})` : `${label}`;
}

/** Whether the error says that the segment was refused or could not be delivered; "too big" and "time exceeded" are other stories. */
export function isUnreachable(family: number, type: number, code: number): boolean {
  return family === 6 ? type === 1 : type === 3 && code !== 4;
}
