/** `ss` wants IPv6 addresses in brackets. */
export function addressInFilter(ip: string): string {
  return ip.includes(':') ? `[${ip}]` : ip;
}

/** The counters that tell the ways of aborting apart. */
export const abortCounters =
  'nstat -az TcpOutRsts TcpEstabResets TcpExtTCPAbortOnClose TcpExtTCPAbortOnData TcpExtTCPAbortOnTimeout';

/** Prints the kernel's reason for every RST that it sends: Linux 6.10 and later. */
export const resetReasons = 'perf record -a -e tcp:tcp_send_reset -- sleep 60; perf script';
