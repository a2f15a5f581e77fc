import type { Silence } from '@fivewhys/connections';
import type { Fit, Misfit } from '@fivewhys/evidence';
import { firewallDrop as entry } from '../../catalogue/firewall-drop.ts';
import { remediesHere } from '../../commands/remedies-here.ts';
import { duration, endpointText, plural } from '../../phrases.ts';
import type { ConnectionSubject } from '../../subject.ts';
import { nextSteps } from './next-steps.ts';

/** SYNs, or the SYN-ACKs to them, that never arrive. */
export function ofAttempt(
  { connection, surroundings, input }: ConnectionSubject,
  { kind, tries }: Extract<Silence, { tries: unknown; kind: 'unanswered-syn' | 'unheard-syn-ack' }>,
): Fit | Misfit {
  const { responder } = connection;
  const target = endpointText(responder);
  const syns = tries.filter(({ from }) => from === 'originator');
  const [first] = syns;
  const at = syns.map(({ instantNs }) => ((instantNs - (first?.instantNs ?? 0)) / 1e9).toFixed(1)).join(', ');
  const spanNs = (syns.at(-1)?.instantNs ?? 0) - (first?.instantNs ?? 0);
  const service = typeof responder.port === 'number' ? surroundings.service(responder.key, responder.port) : undefined;
  if (service !== undefined && service.leftWaiting > 0) {
    return {
      kind: 'excluded',
      because: `${plural(service.leftWaiting, 'other connection')} to ${target} got a SYN-ACK again after data: its queue is full`,
    };
  }
  const baseline = surroundings.baseline(responder.key);
  const lost = kind === 'unheard-syn-ack';
  const others =
    service !== undefined
      ? `${plural(service.accepted, 'other connection')} to ${target} accepted in the same capture`
      : baseline !== undefined && !lost
        ? `${responder.ip} answered in ${plural(baseline.connections, 'other connection')} of the same capture, on other ports`
        : undefined;
  return {
    kind: 'fits',
    directness: others === undefined && !lost ? 'indirect' : 'direct',
    symptom: lost
      ? `Connection attempts to ${target} never completed: its SYN-ACKs do not reach the originator`
      : `Connection attempts to ${target} got no answer at all`,
    sentBy: 'unknown',
    whys: [
      {
        claim: lost
          ? `${connection.originator.ip} repeated its SYN although ${responder.ip} had answered it`
          : `The SYN was sent ${syns.length} times, and nothing came back: no SYN-ACK, no RST, no ICMP error`,
        evidence: [
          {
            input,
            frames: syns.map(({ frame }) => frame),
            detail: `SYN seq ${first?.sequence} after ${at} s; ${duration(spanNs)} in all`,
          },
          ...(lost
            ? [
                {
                  input,
                  frames: tries.filter(({ from }) => from === 'responder').map(({ frame }) => frame),
                  detail: `SYN-ACK sent ${tries.length - syns.length} times`,
                },
              ]
            : []),
        ],
      },
      ...(others === undefined || lost
        ? []
        : [
            {
              claim: `The host lives: ${others}`,
              evidence: [
                {
                  input,
                  frames: [first?.frame ?? connection.firstFrame],
                  detail: 'this attempt stays without an answer',
                },
              ],
            },
          ]),
      {
        claim: lost
          ? 'Something on the way back discards the SYN-ACKs'
          : others === undefined
            ? `Something on the way discards the SYNs or their answers, or ${responder.ip} is not there at all`
            : 'Something on the way, or a rule on the host itself, discards the SYNs or their answers',
        evidence: [
          {
            input,
            frames: [syns.at(-1)?.frame ?? connection.lastFrame],
            detail: 'a host without a listener would answer by a RST, a router without a route by an ICMP error',
          },
        ],
      },
    ],
    lookAlikes: [
      {
        cause: 'conntrack-table-full',
        excluded: false,
        because:
          'a full connection tracking table swallows new connections in the same way; only counters and kernel log of the host tell',
      },
      {
        cause: 'backlog-overflow',
        excluded: lost || (service === undefined && baseline === undefined),
        because: lost
          ? 'the SYN was answered'
          : service === undefined && baseline === undefined
            ? `nothing shows that anything listens at ${responder.ip}`
            : 'a listener whose queue is full drops SYNs, too; its ListenDrops grow then',
      },
      { cause: 'path-mtu-black-hole', excluded: true, because: 'SYNs are small packets' },
      { cause: 'closed-port', excluded: true, because: 'a closed port answers by a RST' },
    ],
    notes: [],
    next: nextSteps(connection, 'originator'),
    remedies: remediesHere(entry, connection),
    group: lost
      ? 'Connection attempts never completed: the SYN-ACKs do not reach the originator'
      : 'Connection attempts got no answer at all',
    apart: target,
    measures: [
      { name: 'SYNs sent', value: syns.length },
      { name: 'seconds from the first SYN to the last', value: spanNs / 1e9 },
    ],
  };
}
