import type { KeptSegment } from '@fivewhys/connections';
import type { Cause, LookAlike, NextStep, Why } from '@fivewhys/evidence';
import { keepaliveDead as entry } from '../catalogue/keepalive-dead.ts';
import { duration, endpointText, kindText, plural } from '../phrases.ts';
import { silentProbes } from '../reset/silent-probes.ts';
import { senderOf } from '../sender/sender.ts';
import { type ConnectionSubject, otherSide } from '../subject.ts';
import { isPrivate } from './keepalive-dead/private-address.ts';

/** One lost probe is no sign of anything; who sets so few tries as two is rare. */
const fewestProbes = 2;

/**
 * Keep-alive probes went unanswered.
 *
 * Seen: an end sends probes (seq one below its snd_nxt, nothing in them) at even distances, none is answered, and then it sends a kind C RST.
 *
 * Implies: the other end, or the way to or from it, is gone, and nobody said so (RFC 9293 section 3.8.4; tcp_keepalive_timer). The program gets ETIMEDOUT; the RST may reach nobody.
 *
 * Alike: `idle-timeout` (a box on the way had forgotten the connection and swallows its packets); `firewall-drop`.
 *
 * Settles it: whether a new connection between the same two hosts works at the time. TCPAbortOnTimeout on the end that probed.
 *
 * Shown by: captures/keepalive-dead-ipv6.pcap.
 */
export const keepaliveDead: Cause<ConnectionSubject> = {
  id: 'keepalive-dead',
  title: 'keep-alive probes went unanswered',
  weigh(subject) {
    const { connection, reset } = subject;
    if (reset === undefined) return { kind: 'excluded', because: 'there is no RST' };
    if (reset.kind !== 'C') {
      return { kind: 'excluded', because: `the RST is of ${kindText(reset.kind)}; who gives up probing sends kind C` };
    }
    const sender = senderOf(subject, reset);
    if (sender.ttl === 'different') return { kind: 'excluded', because: sender.because };
    const probes = silentProbes(subject, reset);
    if (probes.length < fewestProbes) {
      return {
        kind: 'excluded',
        because:
          probes.length === 0
            ? `the ${reset.from} sent no keep-alive probe that went unanswered`
            : 'one unanswered probe alone is no reason to give up',
      };
    }
    const prober = reset.from;
    const peer = connection[otherSide(prober)];
    return {
      kind: 'fits',
      directness: 'direct',
      symptom: `The ${prober} gave up a silent connection ${prober === 'originator' ? 'to' : 'of'} ${endpointText(connection.responder)}: ${plural(probes.length, 'keep-alive probe')} went unanswered`,
      sentBy: prober,
      whys: whysOf(subject, probes),
      lookAlikes: lookAlikesOf(subject, probes),
      notes: [
        `The program of the ${prober} gets "connection timed out" (ETIMEDOUT), not a reset. Whether the RST reached ${peer.ip} can't be told from here: nothing came back.`,
      ],
      next: nextSteps(subject),
      remedies: entry.remedies,
      group: `The ${prober} gave up a silent connection: its keep-alive probes went unanswered`,
      measures: [
        { name: 'unanswered probes (of those that were kept)', value: probes.length },
        { name: 'seconds between two probes', value: intervalNs(probes) / 1e9 },
      ],
    };
  },
};

function intervalNs(probes: readonly KeptSegment[]): number {
  const [first, last] = [probes[0], probes.at(-1)];
  return first === undefined || last === undefined ? 0 : (last.instantNs - first.instantNs) / (probes.length - 1);
}

function whysOf({ connection, reset, input }: ConnectionSubject, probes: readonly KeptSegment[]): Why[] {
  if (reset === undefined) return [];
  const other = otherSide(reset.from);
  const [first] = probes;
  const answer = connection.segments.findLast(({ frame, from }) => frame < (first?.frame ?? 0) && from === other);
  const { nextSequence } = reset.before[reset.from];
  return [
    {
      claim: `The ${reset.from}'s kernel gave the connection up and aborted its socket`,
      evidence: [
        {
          input,
          frames: [reset.frame],
          detail: `kind C, seq ${reset.sequence} = its snd_nxt, ${duration(reset.instantNs - (probes.at(-1)?.instantNs ?? reset.instantNs))} after the last probe`,
        },
      ],
    },
    {
      claim: `None of ${plural(probes.length, 'keep-alive probe')} was answered`,
      evidence: [
        {
          input,
          frames: probes.map(({ frame }) => frame),
          detail: `seq ${first?.sequence} = snd_nxt ${nextSequence} − 1, ${duration(intervalNs(probes))} from one to the next`,
        },
      ],
    },
    {
      claim: `The ${other}, or the way to or from it, was gone by then`,
      evidence: [
        answer === undefined
          ? { input, frames: [], detail: `no segment of the ${other} before the probes was kept` }
          : {
              input,
              frames: [answer.frame],
              detail: `the last of this connection that came from ${connection[other].ip}, ${duration(reset.instantNs - answer.instantNs)} before the RST`,
            },
      ],
    },
  ];
}

function lookAlikesOf(
  { connection, reset, surroundings }: ConnectionSubject,
  probes: readonly KeptSegment[],
): LookAlike[] {
  const { key, port } = connection.responder;
  const service = typeof port === 'number' ? surroundings.service(key, port) : undefined;
  const since = probes[0]?.instantNs ?? 0;
  const peer = connection[otherSide(reset?.from ?? 'responder')].ip;
  // Only where the responder is the silent end does its accepting say that it was there.
  const lived = reset?.from === 'originator' && service !== undefined && service.lastInstantNs > since;
  return [
    {
      cause: 'idle-timeout',
      excluded: false,
      because: lived
        ? `${endpointText(connection.responder)} accepted a new connection meanwhile: what was lost may be only the state of this one, in a box between`
        : 'a box between that had forgotten the connection may have swallowed the probes',
    },
    {
      cause: 'firewall-drop',
      excluded: lived,
      because: lived
        ? `${endpointText(connection.responder)} accepted a new connection while the probes went unanswered: the way was open`
        : `nothing in the capture shows that ${peer} could be reached at the time`,
    },
  ];
}

function nextSteps({ connection, reset }: ConnectionSubject): NextStep[] {
  const prober = connection[reset?.from ?? 'responder'];
  const peer = connection[otherSide(reset?.from ?? 'responder')];
  // From outside, nobody reaches an address behind a NAT.
  const vantage =
    isPrivate(peer.ip) && !isPrivate(prober.ip) ? `near ${peer.ip}, where its own address holds,` : `on ${prober.ip}`;
  return [
    {
      why: `run ${vantage} while probes go unanswered: if the host answers, only the state of the connection was lost`,
      command: `ping -c 3 ${peer.ip}`,
    },
    {
      why: `run on ${peer.ip}: an entry for the connection means that the probes or their answers are swallowed on the way; none means that the host had lost it`,
      command: `ss -tano '( sport = :${peer.port} and dport = :${prober.port} )'`,
    },
  ];
}
