import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { since } from '../frames/of-stream.ts';
import { hostSetting } from '../network/host-setting.ts';
import type { Namespace } from '../network/namespace.ts';
import type { Stage, Story } from '../story.ts';

const limit = 'net.netfilter.nf_conntrack_max';
/** Follows connections, and drops nothing by itself. */
const ruleset = `table ip filter {
  chain forward {
    type filter hook forward priority 0; policy accept;
    ct state established,related accept
  }
}`;

export const conntrackTableFull: Story = {
  name: 'conntrack-table-full',
  vantage: 'originator',
  needs: ['conntrack'],
  cause: 'conntrack-table-full',
  fromPackets: 'firewall-drop',
  sentBy: 'unknown',
  happened: `A router follows connections, and its table has no room for another: it holds as many as it may. Two new connections get no answer to their SYNs; one that was open
goes on meanwhile. Then there is room again, and a new connection works. The router's kernel says so in its log (\`dmesg\` reckons from the boot, so its clock may be off by a second), and counts what it dropped: both are
beside the capture, which alone can't tell it from a rule that drops.`,
  commands: [
    'nft add rule ip filter forward ct state established,related accept    # router, which so follows connections',
    `sysctl ${limit}="$(conntrack -C)"    # the limit is the whole host's: it is put back at the end`,
    'sysctl net.ipv4.tcp_syn_retries=3    # originator',
  ],
  play: (stage) =>
    whileTableIsFull(stage, async () => {
      const { one, responder } = stage;
      const refused = await stage.originate(one, 'two-requests', responder.ip, '8080', '--times', '2', '--together');
      if (refused.some((outcome) => outcome !== 'ETIMEDOUT')) throw new Error(`not dropped: ${refused.join(', ')}`);
    }),
  find: (frames) => {
    const streams = Map.groupBy(frames, ({ stream }) => stream);
    const dropped = [...streams.values()].filter((own) => own.every(({ flags }) => flags === 'S'));
    if (dropped.length !== 2 || dropped.some(({ length }) => length < 4)) return undefined;
    const lastSyn = dropped.flat().reduce((last, frame) => (frame.number > last.number ? frame : last));
    const firstSyn = dropped.flat().reduce((first, frame) => (frame.number < first.number ? frame : first));
    const answers = frames.filter(
      ({ number, from, length }) =>
        number > firstSyn.number && number < lastSyn.number && from.endsWith('.8080') && length > 0,
    );
    const accepted = frames.find(({ number, flags }) => number > lastSyn.number && flags === 'S.');
    if (answers.length === 0 || accepted === undefined) return undefined;
    return {
      streams: dropped.map(([first]) => first?.stream ?? 0),
      facts: [
        ...dropped.map(
          (own) =>
            `Frames ${own.map(({ number }) => number).join(', ')} are the same SYN (seq ${own[0]?.seq}), sent after ${since(own)} s; nothing answers.`,
        ),
        `Frames ${answers.map(({ number }) => number).join(', ')} are answers of the same port on a connection that was open before.`,
        `Frame ${accepted.number} accepts a new connection, once there is room.`,
      ],
    };
  },
};

/** Plays what is tried while the router's table has no room, or room for so many more. Other connections are open before, and go on. */
export async function whileTableIsFull(network: Stage, attempt: () => Promise<void>, room = 0): Promise<void> {
  const { one, noise, responder, router } = network;
  router.nft(ruleset);
  one.namespace.sysctl({ 'net.ipv4.tcp_syn_retries': 3 });
  await network.listen('keep-alive', 8080);
  const open = [
    network.originate(noise, 'ask-and-wait', responder.ip, '8080', '--times', '4', '--together', '--pause', '8000'),
    network.originate(one, 'one-after-another', responder.ip, '8080', '--requests', '8', '--pause', '1000'),
  ];
  await sleep(800);
  const saidBefore = new Set(fullTableLines(router));
  const countersBefore = counters(router);
  {
    using _full = hostSetting(limit, Number(router.run('conntrack', '-C')) + room);
    await attempt();
  }
  const said = fullTableLines(router).filter((line) => !saidBefore.has(line));
  if (said.length > 0) network.keepText('kernel.log', said.map((line) => `${line}\n`).join(''));
  network.keepText('counters.log', `${countersBefore}${counters(router)}`);
  await network.originate(one, 'two-requests', responder.ip, '8080');
  await Promise.all(open);
}

/** What the kernel's log says of a namespace's full table. Linux names the namespace by its inode. */
function fullTableLines({ name }: Namespace): string[] {
  const { ino } = statSync(`/run/netns/${name}`);
  const words = new RegExp(`table full(?: in netns ${ino})?, dropping packet`);
  const log = execFileSync('dmesg', ['--time-format', 'iso'], { encoding: 'utf8', maxBuffer: 1 << 26 });
  return log.split('\n').filter((line) => words.test(line));
}

const counters = (router: Namespace): string =>
  `# date -u -Is\n${router.run('date', '-u', '-Is')}# conntrack -S\n${router.run('conntrack', '-S')}`;
