import type { HostEndpoint } from './address.ts';
import type { WallTime } from './wall-time.ts';

/** Where a part of a text stands, and what the text says of its origin. */
export interface Origin {
  /** Index of the input that holds it. */
  readonly input: number;
  readonly firstLine: number;
  readonly lastLine: number;
  /** The command that the text shows above it, for example `nstat -az`. */
  readonly command: string | undefined;
  /** The file that the text names above it, for example `/proc/net/snmp`. */
  readonly path: string | undefined;
  /** The host's name in the prompt, or as the caller gave it. */
  readonly host: string | undefined;
  /** The time that stands above it. */
  readonly time: WallTime | undefined;
}

/** One counter as one line gives it. */
export interface CounterReading {
  readonly value: bigint;
  readonly line: number;
  /** The line, or the part of it that concerns this counter. */
  readonly quote: string;
}

/**
 * What a counter counts from.
 *
 * - `since-boot`: since its network namespace was made; for the host's own that is since boot.
 * - `since-last-call`: `nstat` without `-a` prints the difference to its history file (`/tmp/.nstat.u<uid>`), which it then rewrites unless `-s`.
 * - `unknown`: nstat without the command that was given: one of the two.
 */
export type CounterScope = 'since-boot' | 'since-last-call' | 'unknown';

/** Counters that were read together. */
export interface CounterSnapshot extends Origin {
  readonly kind: 'counters';
  readonly format: CounterFormat;
  /** Snapshots of one family can be held against each other. */
  readonly family: 'mib' | 'conntrack';
  readonly scope: CounterScope;
  /** The format leaves out counters that are zero, and the text holds all of it: what is not listed was zero. */
  readonly absentIsZero: boolean;
  /** By name: the kernel's as nstat writes it (`TcpExtListenOverflows`); conntrack's with `conntrack.` before (`conntrack.drop`), summed over CPUs. */
  readonly counters: ReadonlyMap<string, CounterReading>;
}

export type CounterFormat =
  | 'nstat'
  | 'nstat-json'
  | 'netstat-statistics'
  | 'proc-net'
  | 'proc-net-snmp6'
  | 'conntrack-statistics'
  | 'proc-net-stat-nf-conntrack'
  | 'conntrack-count';

/** Settings that were read together. */
export interface SettingSnapshot extends Origin {
  readonly kind: 'settings';
  /** By name with dots: `net.core.somaxconn`. Values as they stand, tabs as single blanks. */
  readonly settings: ReadonlyMap<string, { readonly value: string; readonly line: number; readonly quote: string }>;
}

/** What `ss` says of one socket. Names of states as ss prints them: `ESTAB`, `LISTEN`, `TIME-WAIT`. */
export interface HostSocket {
  readonly line: number;
  readonly quote: string;
  readonly protocol: string;
  /** Undefined where ss was asked for one state only, and so leaves the column out. */
  readonly state: string | undefined;
  /** Bytes not yet read by the program; of a listener: connections that wait to be accepted. */
  readonly receiveQueue: number;
  /** Bytes not yet acknowledged; of a listener: how many may wait. */
  readonly sendQueue: number;
  readonly local: HostEndpoint;
  readonly peer: HostEndpoint;
  readonly timer: SocketTimer | undefined;
  readonly processes: readonly { readonly name: string; readonly pid: number }[];
  /** What `ss -i` adds. */
  readonly info: SocketInfo | undefined;
}

export interface SocketTimer {
  /** `on` (retransmission), `keepalive`, `timewait`, `persist`, `unknown`. */
  readonly name: string;
  readonly expiresMs: number;
  readonly retransmits: number;
}

/** The numbers of struct tcp_info that a diagnosis can use. Absent is what ss leaves out, which for most means zero. */
export interface SocketInfo {
  readonly rtoMs?: number;
  readonly backoff?: number;
  readonly rttMs?: number;
  readonly rttVarianceMs?: number;
  readonly minRttMs?: number;
  readonly mssBytes?: number;
  readonly pathMtuBytes?: number;
  readonly receivedMssBytes?: number;
  readonly advertisedMssBytes?: number;
  readonly congestionWindowSegments?: number;
  readonly slowStartThresholdSegments?: number;
  readonly sentBytes?: number;
  readonly retransmittedBytes?: number;
  readonly acknowledgedBytes?: number;
  readonly receivedBytes?: number;
  readonly sentSegments?: number;
  readonly receivedSegments?: number;
  readonly unacknowledgedSegments?: number;
  /** Retransmitted and not yet acknowledged. */
  readonly retransmittedNowSegments?: number;
  readonly retransmittedSegments?: number;
  readonly lostSegments?: number;
  readonly sackedSegments?: number;
  readonly notSentBytes?: number;
  readonly sinceSentMs?: number;
  readonly sinceReceivedMs?: number;
  readonly sinceAcknowledgedMs?: number;
  readonly busyMs?: number;
  /** Time that the peer's window held this end up. */
  readonly windowLimitedMs?: number;
  readonly sendWindowBytes?: number;
  readonly applicationLimited?: boolean;
  readonly timestamps?: boolean;
  readonly sack?: boolean;
}

/** Sockets that one run of ss listed. */
export interface SocketSnapshot extends Origin {
  readonly kind: 'sockets';
  readonly sockets: readonly HostSocket[];
  /** Sockets that were read and not kept. */
  readonly omitted: number;
}

/** What `ss -s` sums up for TCP. */
export interface SocketSummary extends Origin {
  readonly kind: 'socket-summary';
  readonly tcp: {
    readonly established: number;
    readonly closed: number;
    readonly orphaned: number;
    readonly timeWait: number;
  };
  readonly line: number;
  readonly quote: string;
}

/** Addresses of the host's interfaces, without those that every host has. */
export interface AddressList extends Origin {
  readonly kind: 'addresses';
  readonly addresses: ReadonlySet<string>;
}

export type Part = CounterSnapshot | SettingSnapshot | SocketSnapshot | SocketSummary | AddressList;
