import { ACK, FIN, PSH, RST, SYN, URG } from '@fivewhys/capture';
import type { Connection, Endpoint, KeptSegment, ResetKind } from '@fivewhys/connections';

/** Numbers and times as people read them. All in one place, so that findings speak with one voice. */

/** `10.0.0.1:80`, `[2001:db8::1]:80`, `$LB_IP:$LB_PORT`. */
export function endpointText({ ip, port }: Pick<Endpoint, 'ip' | 'port'>): string {
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`;
}

/** `0.0, 1.0, 3.1`: when each came, in seconds after the first. */
export function secondsAfterFirst(segments: readonly Pick<KeptSegment, 'instantNs'>[]): string {
  const firstNs = segments[0]?.instantNs ?? 0;
  return segments.map(({ instantNs }) => ((instantNs - firstNs) / 1e9).toFixed(1)).join(', ');
}

/** `76,936,438` */
export function count(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** `1 connection`, `3 connections` */
export function plural(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** A duration in the unit that fits: `21 µs`, `3.1 ms`, `55.6 s`, `12 min`. */
export function duration(nanoseconds: number): string {
  const ns = Math.abs(nanoseconds);
  if (ns < 1e3) return `${Math.round(ns)} ns`;
  if (ns < 1e6) return `${significant(ns / 1e3)} µs`;
  if (ns < 1e9) return `${significant(ns / 1e6)} ms`;
  if (ns < 1000e9) return `${significant(ns / 1e9)} s`; // as idle timers are given: 240 s, 350 s, 900 s
  if (ns < 7200e9) return `${significant(ns / 60e9)} min`;
  return `${significant(ns / 3600e9)} h`;
}

function significant(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** `frame 7`, `frames 7 and 9`, `frames 7, 9, 11 and 14 more` */
export function framesText(frames: readonly number[]): string {
  if (frames.length === 1) return `frame ${frames[0]}`;
  if (frames.length <= 4) return `frames ${frames.slice(0, -1).join(', ')} and ${frames.at(-1)}`;
  return `frames ${frames.slice(0, 3).join(', ')} and ${count(frames.length - 3)} more`;
}

/** Flags as tcpdump prints them, spelled out: `SYN`, `SYN-ACK`, `ACK`, `FIN+ACK`, `RST`. */
export function flagsText(flags: number): string {
  if ((flags & (SYN | ACK | FIN | RST)) === (SYN | ACK)) return 'SYN-ACK';
  const names = [
    [SYN, 'SYN'],
    [FIN, 'FIN'],
    [RST, 'RST'],
    [PSH, 'PSH'],
    [URG, 'URG'],
    [ACK, 'ACK'],
  ] as const;
  const present = names.filter(([bit]) => (flags & bit) !== 0).map(([, name]) => name);
  return present.length === 0 ? 'no flags' : present.filter((name) => name !== 'PSH' || present.length === 1).join('+');
}

/** A kind of RST as people read it: `kind A`, `a shape that Linux does not make`. */
export function kindText(kind: ResetKind): string {
  if (kind === 'other') return 'a shape that Linux does not make';
  return kind === 'unknown' ? 'a kind that the evidence does not tell' : `kind ${kind}`;
}

/** One segment on one line, with absolute numbers where they are known. */
export function segmentText(
  segment: Pick<KeptSegment, 'flags' | 'numbersKnown' | 'sequence' | 'acknowledgment' | 'payloadBytes'>,
): string {
  if (!segment.numbersKnown) return `${flagsText(segment.flags)}${segment.payloadBytes > 0 ? ' with payload' : ''}`;
  const parts = [`${flagsText(segment.flags)} seq ${segment.sequence}`];
  if ((segment.flags & ACK) !== 0) parts.push(`ack ${segment.acknowledgment}`);
  if (segment.payloadBytes > 0) parts.push(`len ${segment.payloadBytes}`);
  return parts.join(' ');
}

/** Both ends, `10.0.0.1:33000 > 10.0.0.2:80`. */
export function tupleText({ originator, responder }: Connection): string {
  return `${endpointText(originator)} > ${endpointText(responder)}`;
}
