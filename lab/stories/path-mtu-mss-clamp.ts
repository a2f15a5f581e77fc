import { downloadNarrowly, filtered, filteredCommand, narrowCommands } from '../scenes/narrow-download.ts';
import { nothingReset } from '../scenes/nothing-reset.ts';
import type { Story } from '../story.ts';

const rule = 'tcp flags syn tcp option maxseg size set rt mtu';

export const pathMtuMssClamp: Story = {
  name: 'path-mtu-mss-clamp',
  vantage: 'responder',
  cause: null,
  sentBy: null,
  cureOf: { story: 'path-mtu-black-hole-download', remedy: 'the router clamps the MSS to the MTU' },
  happened: `As in path-mtu-black-hole-download, but the router writes into every SYN the MSS that its narrow link takes: no segment is ever too large, and
nobody misses the filtered ICMP.`,
  commands: [...narrowCommands, filteredCommand, `nft add rule ip filter forward ${rule}    # router`],
  play: (stage) =>
    downloadNarrowly(
      stage,
      `table ip filter {
        chain output { type filter hook output priority 0; ${filtered}; }
        chain forward { type filter hook forward priority 0; ${rule}; }
      }`,
    ),
  find: (frames) => {
    const syn = frames.find(({ flags, to }) => flags === 'S' && to.endsWith('.8081'));
    const sent = frames.filter(({ from, length }) => from.endsWith('.8081') && length > 0);
    const [first] = sent;
    const whole = frames.find(({ to, ack }) => first !== undefined && to === first.from && ack === first.seq + 20_000);
    const mss = Number(/mss (\d+)/.exec(syn?.options ?? '')?.[1]);
    if (syn === undefined || !(mss < 1300) || whole === undefined) return undefined;
    return nothingReset(frames, [
      `The SYN in frame ${syn.number} comes with MSS ${mss}; no segment of the download has more than ${Math.max(...sent.map(({ length }) => length))} bytes; frame ${whole.number} acknowledges all 20,000.`,
    ]);
  },
};
