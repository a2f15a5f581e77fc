import type { Side } from '@fivewhys/connections';
import type { NextStep } from '@fivewhys/evidence';
import { captureFilter } from '../../commands/capture-filter.ts';
import type { ConnectionSubject } from '../../subject.ts';
import { otherSide } from '../../subject.ts';

/** Whose table still holds the connection, and how long the boxes between keep an idle one. */
export function nextSteps({ connection }: ConnectionSubject, speaker: Side): NextStep[] {
  const quiet = connection[otherSide(speaker)];
  const own = connection[speaker];
  const dst = own.ip.includes(':') ? `[${own.ip}]` : own.ip;
  return [
    {
      why: `on ${quiet.ip}: it still shows the connection as ESTABLISHED if a box on the way forgot it, and nothing if this host did`,
      command: `ss -tano state established 'dst ${dst}'`,
    },
    {
      why: 'on each Linux box between the ends: the time that it gives an idle connection',
      command: 'sysctl net.netfilter.nf_conntrack_tcp_timeout_established net.netfilter.nf_conntrack_tcp_loose',
    },
    {
      why: `on ${quiet.ip}, while it happens: the packets after the silence do not arrive`,
      command: `tcpdump -ni any -s 128 '${captureFilter(connection)}'`,
    },
  ];
}
