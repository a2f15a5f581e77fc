import { setTimeout as sleep } from 'node:timers/promises';
import type { Story } from '../story.ts';

export const harmlessRstAfterClose: Story = {
  name: 'harmless-rst-after-close',
  vantage: 'responder',
  cause: 'harmless',
  sentBy: 'originator',
  happened: `Two connections end in a RST that harmed nobody. In the first the originator has received the whole response and
the responder's FIN, and closes with SO_LINGER 0 instead of a FIN. In the second both have sent their FIN, but the
originator's last ACK is lost on the way; the responder repeats its FIN, and the originator, which no longer knows the
connection, answers with a RST.`,
  commands: [
    "nft add rule ip filter forward iifname to-one tcp flags '& (fin|syn|rst|ack) == ack' drop    # router, for one second",
    'sysctl net.ipv4.tcp_max_tw_buckets=0    # originator one: it keeps no TIME_WAIT',
  ],
  play: async (network) => {
    const { one, noise, responder, router } = network;
    await network.listen('answer-and-close', 8080);
    await network.listen('keep-alive-close-late', 8081);
    await network.originate(noise, 'until-closed', responder.ip, '8080', '--times', '2');
    await network.originate(one, 'reset-after-end', responder.ip, '8080');
    await network.originate(noise, 'until-closed', responder.ip, '8080');

    one.namespace.sysctl({ 'net.ipv4.tcp_max_tw_buckets': 0 });
    // The responder sends its FIN 800 ms after the originator's; in between the way for bare ACKs is closed.
    const half = network.originate(one, 'two-requests', responder.ip, '8081');
    await sleep(500);
    router.nft(`table ip filter {
      chain forward {
        type filter hook forward priority filter;
        iifname "to-one" tcp flags & (fin|syn|rst|ack) == ack drop
      }
    }`);
    await half;
    await sleep(600);
    router.run('nft', 'flush', 'ruleset');
    await network.originate(noise, 'until-closed', responder.ip, '8080', '--times', '2');
  },
  find: (frames) => {
    const [lingered, late] = frames.filter(({ flags }) => flags.includes('R'));
    if (lingered === undefined || late === undefined) return undefined;
    const fins = (stream: number) => frames.filter((frame) => frame.stream === stream && frame.flags.includes('F'));
    const [responderFin] = fins(lingered.stream);
    const covering = frames.find(
      ({ stream, from, ack }) => stream === lingered.stream && from === lingered.from && ack === lingered.ack,
    );
    const [originatorFin, firstFin, repeatedFin, ...others] = fins(late.stream);
    if (responderFin === undefined || covering === undefined || covering === lingered) return undefined;
    if (originatorFin === undefined || firstFin === undefined || repeatedFin === undefined) return undefined;
    if (others.length > 0 || late.seq !== repeatedFin.ack) return undefined;
    return {
      streams: [lingered.stream, late.stream],
      facts: [
        `Stream ${lingered.stream}: the responder's FIN is frame ${responderFin.number}, frame ${covering.number} acknowledges it and all that came before ` +
          `(ack ${covering.ack} = ${responderFin.seq} + ${responderFin.length} + 1). Frame ${lingered.number}, ` +
          `${((lingered.seconds - covering.seconds) * 1000).toFixed(0)} ms later, is the originator's RST+ACK with the same ack and seq ${lingered.seq} = its snd_nxt, ` +
          `window ${lingered.window}, IP ID ${lingered.ipId}: a live socket closed with SO_LINGER 0. The responder's kernel was in FIN_WAIT2; no program was told.`,
        `Stream ${late.stream}: FIN of the originator in frame ${originatorFin.number}, of the responder in frame ${firstFin.number}. The ACK for the latter ` +
          `is not in the capture; the responder repeats its FIN in frame ${repeatedFin.number}, ` +
          `${((repeatedFin.seconds - firstFin.seconds) * 1000).toFixed(0)} ms later. Frame ${late.number} answers: RST without ACK, seq ${late.seq} = the ack field ` +
          `of frame ${repeatedFin.number}, window ${late.window}, IP ID ${late.ipId}.`,
      ],
    };
  },
};
