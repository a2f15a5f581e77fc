import { addressOf } from './address.ts';
import type { LoggedPacket } from './event.ts';
import { safeNumberOf } from './whole-number.ts';

/** What stands alone among the `NAME=value` words of a packet: its flags. */
const flagNames = new Set(['CWR', 'ECE', 'URG', 'ACK', 'PSH', 'RST', 'SYN', 'FIN']);
/** A packet is about 30 words; options (`OPT (…)`) and a quoted packet of an ICMP error come behind. */
const mostWords = 80;

/**
 * Reads the packet of a netfilter line: `IN=eth0 OUT= SRC=10.0.0.1 DST=10.0.0.2 LEN=51 … PROTO=TCP SPT=80 DPT=4000 SEQ=1 ACK=2 WINDOW=1000 RES=0x00 ACK PSH URGP=0`.
 * Undefined when it names no source and destination.
 *
 * Source: net/netfilter/nf_log_syslog.c, dump_ipv4_packet, dump_ipv6_packet, nf_log_dump_tcp_header.
 */
export function loggedPacketOf(text: string): LoggedPacket | undefined {
  const values = new Map<string, string>();
  const flags: string[] = [];
  for (const word of text.split(' ', mostWords)) {
    // What an ICMP error quotes stands in brackets: another packet.
    if (word.startsWith('[')) break;
    const equals = word.indexOf('=');
    if (equals > 0) {
      const name = word.slice(0, equals);
      if (!values.has(name)) values.set(name, word.slice(equals + 1));
    } else if (flagNames.has(word) && !flags.includes(word)) flags.push(word);
  }
  const from = addressOf(values.get('SRC') ?? '');
  const to = addressOf(values.get('DST') ?? '');
  if (from === undefined || to === undefined) return undefined;
  const numberOf = (name: string) => safeNumberOf(values.get(name));
  const nameOf = (name: string) => values.get(name) || undefined;
  return {
    inDevice: nameOf('IN'),
    outDevice: nameOf('OUT'),
    from: { ip: from, port: numberOf('SPT') ?? '*', device: undefined },
    to: { ip: to, port: numberOf('DPT') ?? '*', device: undefined },
    protocol: values.get('PROTO') ?? '',
    ttl: numberOf('TTL') ?? numberOf('HOPLIMIT'),
    ipId: numberOf('ID'),
    totalBytes: numberOf('LEN'),
    sequence: numberOf('SEQ'),
    acknowledgment: numberOf('ACK'),
    window: numberOf('WINDOW'),
    flags,
  };
}
