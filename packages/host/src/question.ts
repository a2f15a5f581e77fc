import { addressOf, type HostEndpoint } from './address.ts';
import type { HostReading } from './host-reader.ts';
import type { WallTime } from './wall-time.ts';

/** One end of a connection as a question names it. */
export interface AskedEnd {
  readonly ip: string;
  readonly port: number | string;
}

/** What is asked of the evidence. All but the cause may be left open; the more is given, the more can be ruled out. */
export interface HostQuestion {
  /** An id of the catalogue of causes. */
  readonly cause: string;
  /** The end whose host is asked about. Messages, trace lines and sockets of other connections then say nothing. */
  readonly end?: AskedEnd;
  /** The other end. */
  readonly peer?: AskedEnd;
  /** Inputs that are known to be of that end's host; all others are left out. */
  readonly inputs?: readonly number[];
  /** When it happened, in nanoseconds since 1970-01-01T00:00:00Z. Evidence of other times then says nothing. */
  readonly fromNs?: bigint;
  readonly toNs?: bigint;
}

/** A log's clock and a capture's may differ by this much and mean the same moment. */
const clockSlackNs = 2_000_000_000n;

/**
 * Whether a text is of the host that is asked about: it lists that end's address among the host's, or a socket with it, or the caller said so. `elsewhere`: it lists the
 * host's addresses, and neither end's is among them; a host that translates may still have a part in it.
 */
export function isOfAskedHost(
  { end, peer, inputs }: HostQuestion,
  reading: HostReading,
): 'yes' | 'no' | 'elsewhere' | 'unknown' {
  if (inputs !== undefined) return inputs.includes(reading.input) ? 'yes' : 'no';
  if (end === undefined) return 'unknown';
  const addresses = new Set<string>();
  for (const part of reading.parts) {
    if (part.kind === 'sockets') for (const { local } of part.sockets) addresses.add(local.ip);
    if (part.kind === 'addresses') for (const ip of part.addresses) addresses.add(ip);
  }
  if (addresses.has(normal(end.ip))) return 'yes';
  if (peer === undefined) return 'unknown';
  if (addresses.has(normal(peer.ip))) return 'no';
  return reading.parts.some(({ kind }) => kind === 'addresses') ? 'elsewhere' : 'unknown';
}

/** Whether two moments enclose the time in question, lie apart from it, or can't be told. */
export function covers(
  { fromNs, toNs }: HostQuestion,
  before: WallTime | undefined,
  after: WallTime | undefined,
): 'encloses' | 'apart' | 'unknown' {
  if (fromNs === undefined || toNs === undefined) return 'unknown';
  const start = absolute(before);
  const end = absolute(after);
  if ((end !== undefined && end < fromNs) || (start !== undefined && start > toNs)) return 'apart';
  return start !== undefined && end !== undefined && start <= fromNs && end >= toNs ? 'encloses' : 'unknown';
}

/** Whether a moment is known to lie outside the time in question. */
export function isElsewhen({ fromNs, toNs }: HostQuestion, time: WallTime | undefined): boolean {
  const at = absolute(time);
  if (at === undefined) return false;
  return (fromNs !== undefined && at < fromNs - clockSlackNs) || (toNs !== undefined && at > toNs + clockSlackNs);
}

function absolute(time: WallTime | undefined): bigint | undefined {
  return time?.zone === 'UTC' ? time.wallNs : undefined;
}

/**
 * Whether a packet or socket with these two ends is of the connection in question. NAT changes one address, and mostly keeps its port: one end that
 * agrees, and the other's port, are enough.
 */
export function isOfConnection({ end, peer }: HostQuestion, one: HostEndpoint, other: HostEndpoint): boolean {
  if (end === undefined) return false;
  return agrees(one, other) || agrees(other, one);

  function agrees(local: HostEndpoint, remote: HostEndpoint): boolean {
    const near = isSame(local, end as AskedEnd);
    if (peer === undefined) return near;
    const far = isSame(remote, peer);
    return (near && (far || remote.port === peer.port)) || (far && local.port === (end as AskedEnd).port);
  }
}

/** Whether a packet from one end to the other was sent by the end in question, on the connection in question. */
export function isSentByAskedEnd({ end, peer }: HostQuestion, from: HostEndpoint, to: HostEndpoint): boolean {
  return end !== undefined && isSame(from, end) && (peer === undefined || to.port === peer.port);
}

/** Whether a listener serves one of the ends in question. */
export function isListenerOf({ end, peer }: HostQuestion, local: HostEndpoint): boolean {
  return [end, peer].some((asked) => asked !== undefined && local.port === asked.port && serves(local.ip, asked.ip));
}

export function serves(ip: string, asked: string): boolean {
  return ip === '*' || ip === '0.0.0.0' || ip === '::' || ip === normal(asked);
}

function isSame({ ip, port }: HostEndpoint, asked: AskedEnd): boolean {
  return port === asked.port && ip === normal(asked.ip);
}

function normal(ip: string): string {
  return addressOf(ip) ?? ip;
}
