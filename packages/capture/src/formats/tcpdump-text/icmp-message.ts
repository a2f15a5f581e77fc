/** An ICMP error as tcpdump words it. */
export interface IcmpMessage {
  readonly type: number;
  readonly code: number;
  readonly mtuBytes: number;
}

/** How destination unreachable (type 3) ends, by code; `X` stands for the address. Codes of RFC 792, RFC 1122 section 3.2.2.1, RFC 1812 section 5.2.7.1. */
const unreachable: readonly (readonly [start: string, end: string, code: number])[] = [
  ['host ', ' unreachable - admin prohibited filter', 13],
  ['host ', ' unreachable - host precedence violation', 14],
  ['host ', ' unreachable - precedence cutoff', 15],
  ['net ', ' unreachable - unknown', 6],
  ['host ', ' unreachable - unknown', 7],
  ['', ' unreachable - source host isolated', 8],
  ['net ', ' unreachable - admin prohibited', 9],
  ['host ', ' unreachable - admin prohibited', 10],
  ['net ', ' unreachable - tos prohibited', 11],
  ['host ', ' unreachable - tos prohibited', 12],
  ['', ' unreachable - source route failed', 5],
  ['', ' unreachable - need to frag', 4],
  ['net ', ' unreachable', 0],
  ['host ', ' unreachable', 1],
];

/**
 * Reads what follows `ICMP ` up to its length: `host 10.0.0.3 unreachable - admin prohibited filter`.
 *
 * @returns undefined when it is no error (echo, redirect, ...)
 */
export function readIcmpMessage(message: string): IcmpMessage | undefined {
  if (message.startsWith('source quench')) return error(4, 0);
  if (message.startsWith('time exceeded in-transit')) return error(11, 0);
  if (message.startsWith('ip reassembly time exceeded')) return error(11, 1);
  if (message.startsWith('time exceeded-#')) return error(11, lastNumber(message));
  if (message.startsWith('parameter problem - octet')) return error(12, 0);
  if (message.startsWith('parameter problem - code')) return error(12, lastNumber(message));
  const mtu = /^(.*) \(mtu (\d{1,5})\)$/.exec(message);
  if (mtu !== null) return { type: 3, code: 4, mtuBytes: Number(mtu[2]) };
  return readUnreachable(message);
}

function readUnreachable(message: string): IcmpMessage | undefined {
  if (!message.includes(' unreachable')) return undefined;
  if (/^\S+ (?:tcp|udp) port \S+ unreachable$/.test(message)) return error(3, 3);
  if (/^\S+ protocol \d+ port \d+ unreachable$/.test(message)) return error(3, 3);
  if (/^\S+ protocol \d+ unreachable$/.test(message)) return error(3, 2);
  const unknown = /^#(\d{1,3}) | unreachable - #(\d{1,3})$/.exec(message);
  if (unknown !== null) return error(3, Number(unknown[1] ?? unknown[2]));
  const found = unreachable.find(([start, end]) => message.startsWith(start) && message.endsWith(end));
  return found === undefined ? undefined : error(3, found[2]);
}

function error(type: number, code: number): IcmpMessage {
  return { type, code, mtuBytes: 0 };
}

function lastNumber(message: string): number {
  return Number(/(\d{1,3})$/.exec(message)?.[1] ?? 0);
}

/** Whether what follows `ICMP6, ` is an error (RFC 4443). tcpdump never prints what it quotes. */
export function isIcmpv6Error(message: string): boolean {
  return /^(?:destination unreachable|packet too big|time exceeded|parameter problem)/.test(message);
}
