/** One end of a connection as a host names it. */
export interface HostEndpoint {
  /** In the form of RFC 5952, an IPv4 address mapped into IPv6 as IPv4; `*` for any. */
  readonly ip: string;
  /** A number, or a name of /etc/services; `*` for any. */
  readonly port: number | string;
  /** The interface that the socket is bound to, `%eth0`. */
  readonly device: string | undefined;
}

/** Reads `10.0.0.1:80`, `[2001:db8::1]:443`, `[::ffff:10.0.0.1]:80`, `[fe80::1]%eth0:22`, `0.0.0.0%lo:53`, `*:80` and `:::80` (old ss). */
export function endpointOf(text: string): HostEndpoint | undefined {
  const colon = text.lastIndexOf(':');
  if (colon < 0 || text.length > 200) return undefined;
  const portText = text.slice(colon + 1);
  const port = portText === '*' ? '*' : /^\d{1,5}$/.test(portText) ? Number(portText) : portText;
  if (typeof port === 'number' ? port > 65_535 : port !== '*' && !/^[a-zA-Z][\w.-]*$/.test(port)) return undefined;
  const [address, device, ...more] = text.slice(0, colon).replace(/[[\]]/g, '').split('%');
  if (address === undefined || more.length > 0) return undefined;
  const ip = address === '*' || address === '' ? '*' : addressOf(address);
  return ip === undefined ? undefined : { ip, port, device };
}

/** Brings an address into one form, so that texts of several tools can be compared; undefined when it is none. */
export function addressOf(text: string): string | undefined {
  if (text.length > 45) return undefined;
  if (isIpv4(text)) return text;
  const groups = ipv6Groups(text);
  if (groups === undefined) return undefined;
  const mapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (mapped) return [groups[6], groups[7]].map((group = 0) => `${group >>> 8}.${group & 255}`).join('.');
  return compressed(groups);
}

function isIpv4(text: string): boolean {
  return /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/.test(text);
}

function ipv6Groups(text: string): number[] | undefined {
  const halves = text.split('::');
  if (!text.includes(':') || halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => groupsOf(half));
  if (head === undefined) return undefined;
  if (halves.length === 1) return head.length === 8 ? head : undefined;
  if (tail === undefined || head.length + tail.length > 7) return undefined;
  return [...head, ...new Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

function groupsOf(half: string): number[] | undefined {
  if (half === '') return [];
  const groups: number[] = [];
  const parts = half.split(':');
  for (const [index, part] of parts.entries()) {
    if (index === parts.length - 1 && isIpv4(part)) {
      const [a = 0, b = 0, c = 0, d = 0] = part.split('.').map(Number);
      groups.push((a << 8) | b, (c << 8) | d);
    } else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

/** RFC 5952: lower case, the longest run of at least two zero groups (the first of equals) shortened. */
function compressed(groups: readonly number[]): string {
  let start = -1;
  let length = 1;
  for (let from = 0; from < 8; from += 1) {
    let run = 0;
    while (groups[from + run] === 0) run += 1;
    if (run > length) [start, length] = [from, run];
  }
  const text = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':');
  return start < 0 ? text(groups) : `${text(groups.slice(0, start))}::${text(groups.slice(start + length))}`;
}
