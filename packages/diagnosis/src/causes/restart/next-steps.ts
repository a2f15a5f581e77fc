import type { NextStep } from '@fivewhys/evidence';
import type { ConnectionSubject } from '../../subject.ts';

/** Whether host or process is younger than the connections, or the address moved. */
export function nextSteps({ connection }: ConnectionSubject): NextStep[] {
  const { ip, port } = connection.responder;
  return [
    {
      why: `run on ${ip}: whether the host, or the process that listens now, is younger than the connections that were reset`,
      command: `uptime -s; ps -o pid,lstart,cmd -p "$(ss -Hltnp 'sport = :${port}' | grep -o 'pid=[0-9]*' | cut -d= -f2 | sort -u | paste -sd,)"`,
    },
    {
      why: `run on ${ip} if neither is: whether the address moved here from another host`,
      command: `journalctl --since '-1 hour' | grep -iE 'keepalived|vrrp|MASTER STATE|gratuitous'; ip -d addr show to ${ip}`,
    },
  ];
}
