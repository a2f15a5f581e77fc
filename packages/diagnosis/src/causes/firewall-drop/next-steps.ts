import type { NextStep } from '@fivewhys/evidence';
import { captureFilter } from '../../commands/capture-filter.ts';
import type { ConnectionSubject } from '../../subject.ts';
import { otherSide } from '../../subject.ts';

/** How to tell whether packets are lost on the way or dropped by the host: a capture there, the rules' counters, the listener's. */
export function nextSteps(
  connection: ConnectionSubject['connection'],
  speaker: 'originator' | 'responder',
): NextStep[] {
  const quiet = connection[otherSide(speaker)];
  return [
    {
      why: `on ${quiet.ip}, while it happens: packets that are seen here and not there were dropped on the way; packets that arrive and stay unanswered were dropped by the host itself`,
      command: `tcpdump -ni any -s 128 '${captureFilter(connection)}'`,
    },
    {
      why: `on ${quiet.ip} and the firewalls before it: rules that drop, with their counters, and a full connection tracking table`,
      command: 'nft list ruleset | grep -n drop; iptables-save -c | grep DROP; conntrack -S; dmesg | grep "table full"',
    },
    {
      why: `on ${quiet.ip}: ListenDrops grow if the listener's queue is full`,
      command: 'nstat -az TcpExtListenOverflows TcpExtListenDrops',
    },
  ];
}
