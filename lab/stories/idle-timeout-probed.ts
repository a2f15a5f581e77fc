import { nothingReset } from '../scenes/nothing-reset.ts';
import { translate, translateCommand } from '../scenes/through-dnat.ts';
import type { Story } from '../story.ts';
import { forgetsAfter } from './idle-timeout-rst.ts';

const settings = {
  'net.netfilter.nf_conntrack_tcp_timeout_established': forgetsAfter,
  'net.netfilter.nf_conntrack_tcp_loose': 0,
};

export const idleTimeoutProbed: Story = {
  name: 'idle-timeout-probed',
  vantage: 'originator',
  cause: null,
  sentBy: null,
  router: 'nat-host',
  cureOf: { story: 'idle-timeout-rst', remedy: 'keep-alive probes more often than the timer' },
  happened: `As in idle-timeout-rst, but the originator sends a keep-alive probe every three seconds: to the NAT the connection is never silent for ${forgetsAfter} s,
and the request after 8 s gets its answer.`,
  commands: [
    translateCommand,
    ...Object.entries(settings).map(([name, value]) => `sysctl ${name}=${value}    # router`),
    'setsockopt TCP_KEEPIDLE 3    # originator',
  ],
  play: async (stage) => {
    const { one, noise, responder, router } = stage;
    router.nft(translate);
    router.sysctl(settings);
    one.namespace.sysctl({ 'net.ipv4.tcp_keepalive_intvl': 3 });
    await stage.listen('keep-alive', 8080);
    await stage.originate(noise, 'two-requests', responder.ip, '8080');
    const patience = ['--requests', '2', '--pause', '8000', '--probe', '3000'];
    await stage.originate(one, 'one-after-another', '10.83.1.1', '8080', ...patience);
  },
  find: (frames) => {
    const asked = frames.filter(({ to, length }) => to === '10.83.1.1.8080' && length > 0);
    const [before, after] = asked;
    const probes = frames.filter(
      ({ from, seq, length }) =>
        before !== undefined && from === before.from && length === 0 && seq === before.seq + before.length - 1,
    );
    if (before === undefined || after === undefined || probes.length < 2) return undefined;
    return nothingReset(frames, [
      `Frames ${probes.map(({ number }) => number).join(', ')} are keep-alive probes; frame ${after.number}, ${(after.seconds - before.seconds).toFixed(1)} s after frame ${before.number}, is answered.`,
    ]);
  },
};
