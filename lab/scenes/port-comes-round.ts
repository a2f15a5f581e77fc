import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame } from '../frames/frames.ts';
import { present } from '../frames/present.ts';
import type { Stage } from '../story.ts';

/**
 * Two originators behind one address and one port, as behind a balancer or a NAT whose ports have come round: `one`
 * talks to the responder, which closes first and so keeps TIME_WAIT; 3 s later `two` begins on the same 4-tuple.
 *
 * Initial sequence numbers are a clock plus a secret hash of addresses and ports: whether the second lies below the
 * first is up to the hash, so each attempt lets `two` start from another local port.
 * @param timestamps net.ipv4.tcp_timestamps of both: none, or (2) those of the one clock that both have
 * @param actors how both ends behave: by default the responder closes first
 * @param second the address that `two` gets: by default the same as `one`
 */
export async function portComesRound(
  network: Stage,
  timestamps: 0 | 2 = 0,
  actors = { responder: 'answer-and-close', originator: 'until-closed' },
  second = '10.83.9.1',
): Promise<void> {
  network.router.nft(rulesetWith(second));
  // The router must forget the first connection before the responder does: that is how a port comes round early.
  network.router.sysctl({ 'net.netfilter.nf_conntrack_tcp_timeout_time_wait': 1 });
  for (const { namespace } of [network.one, network.two]) {
    namespace.sysctl({ 'net.ipv4.tcp_timestamps': timestamps, 'net.ipv4.tcp_syn_retries': 1 });
  }
  await network.listen(actors.responder, 8080);
  const { ip } = network.responder;
  await network.originate(network.noise, actors.originator, ip, '8080', '--times', '2');
  await network.originate(network.one, actors.originator, ip, '8080');
  const noise = sleep(1000).then(() => network.originate(network.noise, actors.originator, ip, '8080', '--times', '2'));
  await sleep(3000);
  await noise;
  await network.originate(network.two, actors.originator, ip, '8080', '--local-port', String(30000 + network.attempt));
  await network.originate(network.noise, actors.originator, ip, '8080', '--times', '2');
}

const rulesetWith = (second: string) => `table ip nat {
  chain postrouting {
    type nat hook postrouting priority srcnat;
    ip saddr 10.83.1.2 tcp dport 8080 snat to 10.83.9.1:40000
    ip saddr 10.83.2.2 tcp dport 8080 snat to ${second}:40000
    oifname "to-responder" masquerade
  }
}`;

export const portComesRoundCommands = commandsWith(0);

export function commandsWith(timestamps: 0 | 2): readonly string[] {
  return [
    `sysctl net.ipv4.tcp_timestamps=${timestamps} net.ipv4.tcp_syn_retries=1    # originators one and two`,
    'nft add rule ip nat postrouting ip saddr { 10.83.1.2, 10.83.2.2 } tcp dport 8080 snat to 10.83.9.1:40000    # router',
    'sysctl net.netfilter.nf_conntrack_tcp_timeout_time_wait=1    # router',
  ];
}

/** The first connection's end state and the second's SYNs, with the arithmetic between them. */
export interface Reuse {
  readonly originatorFin: Frame;
  readonly responderFin: Frame;
  readonly rcvNxt: number;
  readonly sndNxt: number;
  readonly stream: number;
  readonly syns: readonly Frame[];
  /** How far the new SYN's sequence number is after the responder's old rcv_nxt, modulo 2^32; negative if before. */
  readonly distance: number;
  /** What the responder sent first after the new SYN. */
  readonly answer: Frame;
  readonly facts: readonly string[];
}

export function findReuse(frames: readonly Frame[]): Reuse {
  const shared = '10.83.9.1.40000';
  const ofShared = frames.filter(({ from, to }) => from === shared || to === shared);
  const [first, stream] = [...new Set(ofShared.map((frame) => frame.stream))];
  const old = ofShared.filter((frame) => frame.stream === first);
  const fin = (fromOriginator: boolean): Frame =>
    present(
      old.find(({ flags, from }) => flags.includes('F') && (from === shared) === fromOriginator),
      fromOriginator ? 'a FIN of the originator' : 'a FIN of the responder',
    );
  const [originatorFin, responderFin] = [fin(true), fin(false)];
  const rcvNxt = after(originatorFin);
  const sndNxt = after(responderFin);
  const now = ofShared.filter((frame) => frame.stream === stream);
  const syns = now.filter(({ flags }) => flags === 'S');
  const syn = present(syns[0], 'a SYN of the second connection');
  const distance = (syn.seq - rcvNxt) | 0;
  const answer = present(
    now.find(({ to }) => to === shared),
    'an answer to the second SYN',
  );
  const gap = (syn.seconds - responderFin.seconds).toFixed(2);
  return {
    originatorFin,
    responderFin,
    rcvNxt,
    sndNxt,
    stream: syn.stream,
    syns,
    distance,
    answer,
    facts: [
      `Stream ${first} is closed by the responder first: its FIN is frame ${responderFin.number}, so the old snd_nxt is ${sndNxt}; ` +
        `the originator's FIN is frame ${originatorFin.number}, so the old rcv_nxt is ${rcvNxt}.`,
      `${gap} s after the responder's FIN, stream ${stream} begins on the same 4-tuple: SYN in frame ${syn.number}, ` +
        `${syn.options.includes('TS val') ? 'with' : 'without'} timestamps (options: ${syn.options}), seq ${syn.seq}, which is ${Math.abs(distance)} ` +
        `${distance < 0 ? 'below' : 'above'} the old rcv_nxt (modulo 2^32).`,
    ],
  };
}

const after = ({ seq, length }: Frame): number => (seq + length + 1) >>> 0;

/** A TIME_WAIT socket's answer to a SYN that it refuses: the last ACK of the old connection once more. */
export function isOldAck({ answer, rcvNxt, sndNxt }: Reuse): boolean {
  return answer.flags === '.' && answer.seq === sndNxt && answer.ack === rcvNxt && (answer.ipId ?? 0) === 0;
}
