import type { KernelMessage, KernelMessageId } from '../event.ts';
import { kernelLineOf } from '../kernel-line.ts';
import type { Line } from '../line.ts';
import { quoteOf } from '../line.ts';
import { loggedPacketOf } from '../logged-packet.ts';

type Said = Pick<KernelMessage, 'id' | 'detail'> & Partial<Pick<KernelMessage, 'packet' | 'port' | 'pid'>>;

/** One of these is in every line that says something of use. */
export const kernelLogMarks: readonly string[] = [
  'nf_c',
  'ip_conn',
  'flood',
  'memory',
  'orphan',
  'overflow',
  'illed process',
  'segfault',
  ' src=',
];

/**
 * Reads one line of the kernel's log: dmesg, `journalctl -k`, syslog, with or without their prefixes. Undefined for the lines that no diagnosis uses.
 *
 * A message must be all that the line holds behind its prefixes, as prose quotes messages too.
 */
export function kernelMessageOf(line: Line, input: number): KernelMessage | undefined {
  if (!/nf_c|ip_conn|flood|memory|orphan|overflow|illed process|segfault| SRC=/.test(line.text)) return undefined;
  const { message, kernelClockNs, time } = kernelLineOf(line.text);
  const said = conntrackPacket(message) ?? tableFull(message) ?? loggedByRule(message) ?? spoken(message);
  if (said === undefined) return undefined;
  return {
    kind: 'kernel-message',
    packet: undefined,
    port: undefined,
    pid: undefined,
    ...said,
    input,
    line: line.number,
    quote: quoteOf(line.text),
    kernelClockNs,
    time,
  };
}

/**
 * What conntrack says of a packet that it calls INVALID, or lets through although it does not fit (`nf_conntrack_log_invalid`). The prefix is
 * `nf_ct_proto_6: `, in older kernels `nf_ct_tcp: `. Source: net/netfilter/nf_conntrack_proto_tcp.c, nf_conntrack_proto.c.
 */
function conntrackPacket(message: string): Said | undefined {
  const match = /^nf_ct_(?:proto_(\d{1,3})|tcp): /.exec(message);
  if (match === null || (match[1] ?? '6') !== '6') return undefined;
  const rest = message.slice(match[0].length);
  const packetAt = rest.search(/\b(?:IN=|SRC=)/);
  if (packetAt < 0) return undefined;
  const detail = rest.slice(0, packetAt).trim();
  const packet = loggedPacketOf(rest.slice(packetAt));
  if (packet === undefined) return undefined;
  return { id: isIgnored(detail) ? 'conntrack-ignored' : 'conntrack-invalid', detail: quoteOf(detail), packet };
}

/**
 * Logged, and all the same let through with the translation of its connection: a packet that may bring conntrack back in step. An old duplicate
 * ("SEQ is under lower bound") was INVALID in older kernels and is let through in newer ones (seen in 6.18); the line does not tell which.
 */
function isIgnored(detail: string): boolean {
  return /ignored/.test(detail) || /^(?:SEQ|ACK) is under /.test(detail);
}

/** `nf_conntrack: table full, dropping packet`; newer kernels name the network namespace, older ones said `ip_conntrack`. */
function tableFull(message: string): Said | undefined {
  const match =
    /^(?:(?:nf|ip)_conntrack: ){1,2}(?:nf_conntrack: )?table full(?: in netns (\d{1,12}))?, dropping packet\.?$/.exec(
      message.trimEnd(),
    );
  return match === null ? undefined : { id: 'conntrack-table-full', detail: match[1] ?? '' };
}

/** What a LOG rule prints: its prefix, then the packet. The prefix is free text; UFW and firewalld say in it what becomes of the packet. */
function loggedByRule(message: string): Said | undefined {
  const at = message.indexOf('IN=');
  if (at < 0 || at > 64 || !/^IN=\S{0,32} OUT=\S{0,32} .{0,300}?\bSRC=/.test(message.slice(at, at + 500)))
    return undefined;
  const packet = loggedPacketOf(message.slice(at));
  if (packet === undefined || packet.protocol === '') return undefined;
  return { id: 'netfilter-log', detail: quoteOf(message.slice(0, at)), packet };
}

/** Messages that are a sentence. Of older kernels' wordings those that are still met. */
const sentences: readonly { readonly id: KernelMessageId; readonly words: RegExp }[] = [
  {
    id: 'syn-flooding',
    words:
      /^(?:TCP: )?(?:request_sock_TCP(?:v6)?: |TCP(?:v6)?: )?[Pp]ossible SYN flooding on port (?<place>\S{1,80}?)\. (?:Sending cookies|Dropping request)\.\s{0,4}(?:Check SNMP counters\.)?$/,
  },
  { id: 'tcp-out-of-memory', words: /^TCP: out of memory(?: -- consider tuning tcp_mem)?$/ },
  { id: 'too-many-orphans', words: /^TCP: too many (?:of )?orphaned sockets$/ },
  { id: 'time-wait-overflow', words: /^TCP: time wait bucket table overflow$/ },
  {
    id: 'process-killed-for-memory',
    words:
      /^(?:(?:Memory cgroup o|O)ut of memory(?: \(oom_kill_allocating_task\))?: )?(?:Killed|Kill) process (?<pid>\d{1,10}) \((?<place>[^)]{1,64})\)(?:[, ].{0,300})?$/,
  },
  {
    id: 'process-crashed',
    words: /^(?<place>[^[\]:]{1,32})\[(?<pid>\d{1,10})\]: segfault at [0-9a-f]{1,16} ip .{0,300}$/,
  },
];

function spoken(message: string): Said | undefined {
  const text = message.trimEnd().slice(0, 1000);
  for (const { id, words } of sentences) {
    const groups = words.exec(text)?.groups;
    if (groups === undefined) {
      if (words.test(text)) return { id, detail: '' };
      continue;
    }
    const place = groups.place ?? '';
    const pid = groups.pid === undefined ? undefined : Number(groups.pid);
    const port = /(?:^|:)(\d{1,5})$/.exec(place)?.[1];
    return { id, detail: place, pid, port: id === 'syn-flooding' && port !== undefined ? Number(port) : undefined };
  }
  return undefined;
}
