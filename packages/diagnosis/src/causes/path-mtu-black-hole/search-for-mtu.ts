import type { Connection, Side } from '@fivewhys/connections';
import type { NextStep } from '@fivewhys/evidence';
import { otherSide } from '../../subject.ts';

/** How to find the size that passes, and where it shrinks. @param from whose large segments are lost */
export function searchForMtu(connection: Connection, from: Side): NextStep[] {
  const sender = connection[from].ip;
  const receiver = connection[otherSide(from)].ip;
  const isIpv6 = receiver.includes(':');
  return [
    {
      why: `from ${sender}: this size must fail and a smaller one pass; halve the difference to find the path's MTU`,
      command: `ping ${isIpv6 ? '-6 ' : ''}-M do -c 3 -s ${isIpv6 ? 1452 : 1472} ${receiver}`,
    },
    {
      why: `from ${sender}: shows at which hop the size shrinks (it works without ICMP, too)`,
      command: `scamper -c 'trace -M' -i ${receiver}`,
    },
    {
      why: 'on the routers of the way: grows with each large packet, even where the ICMP error is filtered',
      command: 'nstat -az IpFragFails Ip6InTooBigErrors',
    },
  ];
}
