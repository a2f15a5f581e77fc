import type { SocketInfo } from './part.ts';
import { decimalOf } from './whole-number.ts';

type NumberField = {
  [Key in keyof SocketInfo]-?: Exclude<SocketInfo[Key], undefined> extends number ? Key : never;
}[keyof SocketInfo];

/** What `ss -i` calls a number, and what it is. Times are milliseconds (`busy` has its unit behind it). Source: iproute2, misc/ss.c, tcp_stats_print. */
const fields: Readonly<Record<string, NumberField>> = {
  rto: 'rtoMs',
  backoff: 'backoff',
  rtt: 'rttMs',
  minrtt: 'minRttMs',
  mss: 'mssBytes',
  pmtu: 'pathMtuBytes',
  rcvmss: 'receivedMssBytes',
  advmss: 'advertisedMssBytes',
  cwnd: 'congestionWindowSegments',
  ssthresh: 'slowStartThresholdSegments',
  bytes_sent: 'sentBytes',
  bytes_retrans: 'retransmittedBytes',
  bytes_acked: 'acknowledgedBytes',
  bytes_received: 'receivedBytes',
  segs_out: 'sentSegments',
  segs_in: 'receivedSegments',
  unacked: 'unacknowledgedSegments',
  lost: 'lostSegments',
  sacked: 'sackedSegments',
  notsent: 'notSentBytes',
  lastsnd: 'sinceSentMs',
  lastrcv: 'sinceReceivedMs',
  lastack: 'sinceAcknowledgedMs',
  busy: 'busyMs',
  rwnd_limited: 'windowLimitedMs',
  snd_wnd: 'sendWindowBytes',
};

const flags: Readonly<Record<string, 'applicationLimited' | 'timestamps' | 'sack'>> = {
  app_limited: 'applicationLimited',
  ts: 'timestamps',
  sack: 'sack',
};

/** Whether a piece of a line of ss describes a socket: names and values, or flags, as `-i`, `-e`, `-m` and `-o` print them. */
export function hasSocketInfo(text: string): boolean {
  return /(?:^|\s)(?:(?:cwnd|rto|rtt|mss|skmem|ino|sk|timer|segs_out|bytes_acked):\S|app_limited(?:\s|$))/.test(text);
}

/** Reads the line of numbers that `ss -i` prints for a socket; undefined when it holds none that is known. */
export function socketInfoOf(text: string): SocketInfo | undefined {
  const info: { -readonly [Key in keyof SocketInfo]: SocketInfo[Key] } = {};
  for (const word of text.trim().split(/\s+/)) {
    const colon = word.indexOf(':');
    if (colon < 0) {
      const flag = flags[word];
      if (flag !== undefined) info[flag] = true;
      continue;
    }
    const name = word.slice(0, colon);
    const value = word.slice(colon + 1);
    if (name === 'retrans') {
      const [now = '', total = ''] = value.split('/');
      assign('retransmittedNowSegments', now);
      assign('retransmittedSegments', total);
      continue;
    }
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (field === undefined) continue;
    assign(field, value.replace(/ms(?:\([\d.]{1,6}%\))?$/, '').replace(/\/.*$/, ''));
    if (name === 'rtt') assign('rttVarianceMs', value.slice(value.indexOf('/') + 1));
  }
  return Object.keys(info).length === 0 ? undefined : info;

  function assign(field: NumberField, value: string): void {
    const number = decimalOf(value);
    if (number !== undefined && number <= Number.MAX_SAFE_INTEGER) info[field] = number;
  }
}
