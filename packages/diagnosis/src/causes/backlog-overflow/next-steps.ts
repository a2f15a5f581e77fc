import type { NextStep } from '@fivewhys/evidence';

/** The counter and the queue that settle it. */
export function nextSteps(ip: string, port: number | string): NextStep[] {
  return [
    {
      why: `on ${ip}, before and after: ListenOverflows grows by one for each connection that did not fit`,
      command: 'nstat -az TcpExtListenOverflows TcpExtListenDrops TcpEstabResets',
    },
    {
      why: `on ${ip}, while it happens: Recv-Q above Send-Q means a full queue`,
      command: `ss -ltn 'sport = :${port}'`,
    },
  ];
}
