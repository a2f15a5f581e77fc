import type { HostEndpoint } from './address.ts';
import type { WallTime } from './wall-time.ts';

/** When and where a line of a log or a trace says that something happened. */
export interface EventOrigin {
  readonly input: number;
  readonly line: number;
  readonly quote: string;
  /** Nanoseconds on the kernel's clock, which starts at boot; of `perf trace`: since it was started. */
  readonly kernelClockNs: bigint | undefined;
  readonly time: WallTime | undefined;
}

/** The packet that a netfilter line describes. */
export interface LoggedPacket {
  readonly inDevice: string | undefined;
  readonly outDevice: string | undefined;
  readonly from: HostEndpoint;
  readonly to: HostEndpoint;
  readonly protocol: string;
  readonly ttl: number | undefined;
  readonly ipId: number | undefined;
  readonly totalBytes: number | undefined;
  readonly sequence: number | undefined;
  readonly acknowledgment: number | undefined;
  readonly window: number | undefined;
  /** `SYN`, `ACK`, `RST` … in the order of the line. */
  readonly flags: readonly string[];
}

export type KernelMessageId =
  | 'conntrack-invalid'
  | 'conntrack-ignored'
  | 'conntrack-table-full'
  | 'syn-flooding'
  | 'tcp-out-of-memory'
  | 'too-many-orphans'
  | 'time-wait-overflow'
  | 'process-killed-for-memory'
  | 'process-crashed'
  | 'netfilter-log';

/** One line of the kernel's log that a diagnosis can use. */
export interface KernelMessage extends EventOrigin {
  readonly kind: 'kernel-message';
  readonly id: KernelMessageId;
  /** What distinguishes it among its like: the wording of conntrack, the prefix of a LOG rule, the name of a process. */
  readonly detail: string;
  readonly packet: LoggedPacket | undefined;
  /** The port that is said to be flooded. */
  readonly port: number | undefined;
  readonly pid: number | undefined;
}

export type TraceEventName = 'tcp_send_reset' | 'tcp_receive_reset' | 'tcp_retransmit_skb' | 'kfree_skb';

/** One line of the kernel's trace, from trace_pipe, `perf script` or `perf trace`. */
export interface TraceEvent extends EventOrigin {
  readonly kind: 'trace-event';
  readonly event: TraceEventName;
  /** The end on this host: who sends the RST, who receives it, who retransmits. kfree_skb names no addresses. */
  readonly local: HostEndpoint | undefined;
  readonly peer: HostEndpoint | undefined;
  /** `TCP_ESTABLISHED`; `UNKNOWN` where there was no socket. */
  readonly state: string | undefined;
  /** The kernel's name for it, without its prefix: `NO_SOCKET`. Undefined in kernels that don't give one, and in `perf trace`, which prints its number. */
  readonly reason: string | undefined;
  /** The kernel function that dropped the packet, of kfree_skb. */
  readonly location: string | undefined;
}

export type HostEvent = KernelMessage | TraceEvent;
