import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Frame } from '../frames/frames.ts';
import { present } from '../frames/present.ts';
import type { Stage } from '../story.ts';

const rawSegment = fileURLToPath(new URL('../network/raw-segment.pl', import.meta.url));

/** The router gives its own address away to the responder, as a container host does. */
export const translate = `table ip nat {
  chain prerouting { type nat hook prerouting priority dstnat; ip daddr 10.83.1.1 tcp dport 8080 dnat to 10.83.9.2:8080; }
  chain postrouting { type nat hook postrouting priority srcnat; }
}`;
export const translateCommand =
  'nft add rule ip nat prerouting ip daddr 10.83.1.1 tcp dport 8080 dnat to 10.83.9.2:8080    # router';

/** A segment by hand, in numbers relative to the next ones that are due. */
export interface OddSegment {
  readonly from: 'originator' | 'responder';
  readonly ahead: number;
  readonly flags: number;
}

export const oddSegmentCommand = ({ from, ahead, flags }: OddSegment): string =>
  from === 'originator'
    ? `perl network/raw-segment.pl 10.83.1.2 PORT 10.83.1.1 8080 SND_NXT+${ahead} RCV_NXT ${flags} 500 100    # originator`
    : `perl network/raw-segment.pl 10.83.9.2 8080 10.83.1.2 PORT SND_NXT+${ahead} RCV_NXT ${flags} 500 100    # responder`;

/** Sends it into the connection through the translated address, as it looks at the originator's vantage once an answer has begun. */
export async function sendOddSegment(
  { one, responder, soFar }: Stage,
  { from, ahead, flags }: OddSegment,
): Promise<void> {
  // At once, so that its numbers still fit: the next part comes half a second later.
  const lastMs = Date.now() + 10_000;
  while (Date.now() < lastMs && !soFar().some(isPart)) await sleep(50);
  const frames = soFar();
  const part = present(frames.findLast(isPart), 'a part of the answer');
  const asked = present(
    frames.findLast(({ from, length }) => from === part.to && length > 0),
    'what was asked',
  );
  const port = part.to.slice(part.to.lastIndexOf('.') + 1);
  const due = { originator: asked.seq + asked.length, responder: (part.seq + part.length) >>> 0 };
  const seq = (due[from] + ahead) >>> 0;
  const ack = from === 'originator' ? due.responder : due.originator;
  const ends =
    from === 'originator' ? ['10.83.1.2', port, '10.83.1.1', '8080'] : ['10.83.9.2', '8080', '10.83.1.2', port];
  const namespace = from === 'originator' ? one.namespace : responder.namespace;
  namespace.run('perl', rawSegment, ...ends, `${seq}`, `${ack}`, `${flags}`, '500', '100');
}

/**
 * The originator reads an answer in parts through the translated address, and in the midst an odd segment of its own reaches the router. Returns how it
 * ended for the originator: the code of an error, or how much it received.
 */
export async function answerInParts(stage: Stage, odd: OddSegment): Promise<string> {
  const { one, noise, responder } = stage;
  await stage.listen('answer-in-parts', 8080);
  await stage.listen('keep-alive', 8081);
  await stage.originate(noise, 'two-requests', responder.ip, '8081');
  const reading = stage.originate(one, 'ask-and-wait', '10.83.1.1', '8080', '--pause', '2200');
  await sendOddSegment(stage, odd);
  const [outcome = 'nothing'] = await reading;
  await sleep(800);
  return outcome;
}

export const isPart = ({ from, length }: Frame): boolean => from.endsWith('.8080') && length > 0;
