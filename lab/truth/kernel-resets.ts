/** A reset that a kernel sent, as the tracepoint `tcp:tcp_send_reset` tells of it. */
export interface KernelReset {
  readonly seconds: number;
  /** The end that sends it, as tcpdump writes it: `10.83.9.2.8080`. A listener has no address: `.8080`. */
  readonly from: string;
  /** A listener knows none: undefined. */
  readonly to: string | undefined;
  readonly reason: string;
}

/** Reads the lines of a trace, in order of time. @param bootSeconds when the trace's clock began */
export function readKernelResets(trace: string, bootSeconds = 0): KernelReset[] {
  const events = trace.matchAll(/(\d+\.\d+): tcp_send_reset: .*src=(\S+) dest=(\S+) .*reason=(\S+)/g);
  return [...events].map(([, seconds, source = '', destination = '', reason = '']) => ({
    seconds: bootSeconds + Number(seconds),
    from: endOf(source),
    to: destination.endsWith(':0') ? undefined : endOf(destination),
    reason,
  }));
}

function endOf(address: string): string {
  const colon = address.lastIndexOf(':');
  const host = address
    .slice(0, colon)
    .replace(/^\[|\]$/g, '')
    .replace(/^::ffff:(?=\d+\.)/, '');
  return `${host === '::' || host === '0.0.0.0' ? '' : host}.${address.slice(colon + 1)}`;
}
