import type { Effect } from './effects.ts';

/** One error of the socket interface, by its names and numbers. */
export interface Errno {
  readonly name: string;
  readonly linux: number | undefined;
  readonly macos: number | undefined;
  readonly windows: number | undefined;
  /** What the systems print for it, and what libraries make of that. Compared without regard to case. */
  readonly words: readonly string[];
  readonly effect: Effect;
  readonly says: string;
  readonly source: string;
}

const headers = 'Linux include/uapi/asm-generic/errno.h; xnu bsd/sys/errno.h; Winsock error codes';
const kernel = 'Linux tcp_reset() in net/ipv4/tcp_input.c';

/** Longer words stand before shorter ones that they hold. */
export const errnos: readonly Errno[] = [
  {
    name: 'ECONNRESET',
    linux: 104,
    macos: 54,
    windows: 10054,
    words: [
      'Connection reset by peer',
      'An existing connection was forcibly closed by the remote host',
      'TCP connection reset by peer',
      'Connection was reset',
      'Connection reset',
      'PR_CONNECT_RESET_ERROR',
      'ECONNRESET',
    ],
    effect: 'reset',
    says: 'a RST arrived on an open connection',
    source: `${headers}; ${kernel}`,
  },
  {
    name: 'ECONNREFUSED',
    linux: 111,
    macos: 61,
    windows: 10061,
    words: [
      'Connection refused',
      'No connection could be made because the target machine actively refused it',
      'ECONNREFUSED',
    ],
    effect: 'refused',
    says: 'a RST, or an ICMP port unreachable, answered the SYN',
    source: `${headers}; ${kernel}`,
  },
  {
    name: 'EPIPE',
    linux: 32,
    macos: 32,
    windows: undefined,
    words: ['Broken pipe', 'EPIPE'],
    effect: 'broken-pipe',
    says: 'something was written after the connection had ended: a RST came before, or the program had closed',
    source: `Linux include/uapi/asm-generic/errno-base.h; ${kernel}`,
  },
  {
    name: 'ETIMEDOUT',
    linux: 110,
    macos: 60,
    windows: 10060,
    words: [
      'Connection timed out',
      'A connection attempt failed because the connected party did not properly respond',
      'Operation timed out',
      'ETIMEDOUT',
      'ESOCKETTIMEDOUT',
    ],
    effect: 'timed-out',
    says: 'no answer came to a SYN, or to data, before the kernel or the program gave up',
    source: headers,
  },
  {
    name: 'EHOSTUNREACH',
    linux: 113,
    macos: 65,
    windows: 10065,
    words: ['No route to host', 'Host is unreachable', 'EHOSTUNREACH'],
    effect: 'unreachable',
    says: 'an ICMP error came back (host unreachable, or administratively prohibited), or nobody answered ARP for the address',
    source: headers,
  },
  {
    name: 'ENETUNREACH',
    linux: 101,
    macos: 51,
    windows: 10051,
    words: ['Network is unreachable', 'ENETUNREACH'],
    effect: 'unreachable',
    says: 'this host has no route to the address, or an ICMP network unreachable came back',
    source: headers,
  },
  {
    name: 'ECONNABORTED',
    linux: 103,
    macos: 53,
    windows: 10053,
    words: [
      'Software caused connection abort',
      'An established connection was aborted by the software in your host machine',
      'Connection was aborted',
      'ECONNABORTED',
    ],
    effect: 'closed-locally',
    says: "the connection was aborted on the speaker's own host: its system, a filter on it, or an operator",
    source: headers,
  },
  {
    name: 'EADDRNOTAVAIL',
    linux: 99,
    macos: 49,
    windows: 10049,
    words: ['Cannot assign requested address', "Can't assign requested address", 'EADDRNOTAVAIL'],
    effect: 'no-local-port',
    says: 'no local address and port were free for one more connection to that address and port',
    source: headers,
  },
  {
    name: 'ENOTCONN',
    linux: 107,
    macos: 57,
    windows: 10057,
    words: [
      'Transport endpoint is not connected',
      'Socket is not connected',
      'Network file descriptor is not connected',
    ],
    effect: 'broken-off',
    says: 'the connection was gone when the program looked at it',
    source: headers,
  },
];

const byWords = new Map(errnos.flatMap((errno) => errno.words.map((words) => [words.toLowerCase(), errno] as const)));
const byNumber = new Map(
  errnos.flatMap((errno) =>
    [errno.linux, errno.macos, errno.windows].flatMap((number) =>
      number === undefined ? [] : [[number, errno] as const],
    ),
  ),
);
const wordsPattern = new RegExp(
  [...byWords.keys()].map((words) => `(?<![a-z])${words.replaceAll('.', '\\.')}(?![a-z])`).join('|'),
  'i',
);
const numberPattern =
  /(?:\berrno[ :=-]{1,3}|\bos error |\bWinError |\bconnect error: |\((?=\d{2,5}[:)])|\(code=)(\d{2,5})\b/i;

/** The error that a text names, by the words of any system, else by a number in a place where programs print one. */
export function errnoIn(text: string): Errno | undefined {
  const words = wordsPattern.exec(text);
  if (words !== null) return byWords.get(words[0].toLowerCase());
  const number = numberPattern.exec(text);
  return number === null ? undefined : errnoOfNumber(Number(number[1]));
}

/** Numbers of Linux, macOS and Windows do not collide among these errors. */
export function errnoOfNumber(number: number): Errno | undefined {
  return byNumber.get(Math.abs(number));
}
