/** The counters that tell the ways of aborting apart. */
export const abortCounters =
  'nstat -az TcpOutRsts TcpEstabResets TcpExtTCPAbortOnClose TcpExtTCPAbortOnData TcpExtTCPAbortOnTimeout';
