import { addressOf, endpointOf, type HostEndpoint } from '../address.ts';
import type { TraceEvent, TraceEventName } from '../event.ts';
import type { Line } from '../line.ts';
import { quoteOf } from '../line.ts';
import { safeNumberOf } from '../whole-number.ts';

/**
 * `python3-16071 [000] ..s1. 12383.787210: tcp_send_reset: src=…` (trace, trace_pipe), `python3 17383 [000] 12528.732573: tcp:tcp_send_reset: …` (perf script).
 */
const traced =
  /(?:^|\s)(\d{1,10})\.(\d{6,9}): {1,8}(?:(?:tcp|skb):)?(tcp_send_reset|tcp_receive_reset|tcp_retransmit_skb|kfree_skb): (.{0,1000})$/;
/** `   431.407 python3/17383 tcp:tcp_send_reset(skbaddr: 0xffff88830af468e0, reason: 1, saddr: 0x7f11819ae374)`: milliseconds since `perf trace` began. */
const perfTraced =
  /^\s{0,12}(\d{1,10})\.(\d{3}) .{0,80}? (?:tcp|skb):(tcp_send_reset|tcp_receive_reset|tcp_retransmit_skb|kfree_skb)\((.{0,1000})\)$/;
const mostWords = 40;

/** One of these is in every line that is read. */
export const traceMarks: readonly string[] = ['tcp_send_reset', 'tcp_receive_reset', 'tcp_retransmit_skb', 'kfree_skb'];

/**
 * Reads one line of a kernel trace: `tcp:tcp_send_reset` (newer kernels with the reason and `src=… dest=…`, older ones with
 * `sport=… saddr=…`), `tcp:tcp_receive_reset`, `tcp:tcp_retransmit_skb`, `skb:kfree_skb` (with a reason in newer kernels).
 *
 * Source: include/trace/events/tcp.h, skb.h. `perf trace` prints addresses as pointers and reasons as numbers, which differ from kernel to kernel: of
 * those lines only the event and the ports are taken.
 */
export function traceEventOf(line: Line, input: number): TraceEvent | undefined {
  if (!/tcp_(?:send|receive)_reset|tcp_retransmit_skb|kfree_skb/.test(line.text)) return undefined;
  const text = line.text.trimEnd();
  const match = traced.exec(text);
  const perf = match === null ? perfTraced.exec(text) : null;
  const [, whole, fraction, event, rest] = match ?? perf ?? [];
  if (whole === undefined || fraction === undefined || event === undefined || rest === undefined) return undefined;
  const values = valuesOf(rest);
  const { local, peer } = endsOf(values);
  const reason = match === null ? undefined : values.get('reason');
  return {
    kind: 'trace-event',
    input,
    line: line.number,
    quote: quoteOf(line.text),
    kernelClockNs:
      BigInt(whole) * (perf === null ? 1_000_000_000n : 1_000_000n) +
      BigInt(perf === null ? fraction.padEnd(9, '0') : `${fraction}000`),
    time: undefined,
    event: event as TraceEventName,
    local,
    peer,
    state: stateOf(values.get('state')),
    reason: reason === undefined ? undefined : reason.replace(/^(?:SKB_DROP_REASON|SK_RST_REASON)_/, ''),
    location: match === null ? undefined : values.get('location')?.replace(/\+0x.*$/, ''),
  };
}

/** `name=value name=value`; kfree_skb ends with `reason: NO_SOCKET`; perf trace separates with `, ` and `: `. */
function valuesOf(rest: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  const words = rest.split(/[ ,]+/, mostWords);
  for (const [index, word] of words.entries()) {
    const [, name, value] = /^(\w{1,32})=(.*)$/.exec(word) ?? [];
    if (name !== undefined && value !== undefined) values.set(name, value);
    else if (/^\w{1,32}:$/.test(word)) values.set(word.slice(0, -1), words[index + 1] ?? '');
  }
  return values;
}

function endsOf(values: ReadonlyMap<string, string>): {
  local: HostEndpoint | undefined;
  peer: HostEndpoint | undefined;
} {
  const source = values.get('src');
  const destination = values.get('dest');
  if (source !== undefined && destination !== undefined)
    return { local: endpointOf(source), peer: endpointOf(destination) };
  return { local: endOf('s'), peer: endOf('d') };

  function endOf(side: 's' | 'd'): HostEndpoint | undefined {
    const port = safeNumberOf(values.get(`${side}port`));
    const v4 = addressOf(values.get(`${side}addr`) ?? '');
    const v6 = addressOf(values.get(`${side}addrv6`) ?? '');
    const ip = v4 === undefined || v4 === '0.0.0.0' ? (v6 ?? v4) : v4;
    return port === undefined || ip === undefined || port > 65_535 ? undefined : { ip, port, device: undefined };
  }
}

/** perf script prints a state that its own list of names does not hold as a number. */
function stateOf(state: string | undefined): string | undefined {
  return state === undefined || /^\d|^0x/.test(state) ? undefined : state;
}
