import type { Frame } from '../frames/frames.ts';
import { present } from '../frames/present.ts';
import type { Network } from '../network/network.ts';
import type { Found } from '../story.ts';

export const refusedHappened = (
  protocol: string,
): string => `An originator connects over ${protocol} to port 8099, where nobody listens: each SYN is refused at once by a RST.
Beside it other connections to port 8080 of the same host go well.`;

export async function refuseBesideHealthy(network: Network, host: string): Promise<void> {
  await network.listen('keep-alive', 8080);
  await network.originate(network.one, 'two-requests', host, '8080');
  const refused = await network.originate(network.one, 'two-requests', host, '8099', '--times', '3');
  if (refused.some((outcome) => outcome !== 'ECONNREFUSED')) throw new Error(`not refused: ${refused}`);
  await network.originate(network.noise, 'two-requests', host, '8080');
  await network.originate(network.one, 'two-requests', host, '8080');
}

export function findRefused(frames: readonly Frame[]): Found | undefined {
  const resets = frames.filter(({ flags }) => flags === 'R.');
  const [reset] = resets;
  if (reset === undefined) return undefined;
  const synAck = present(
    frames.find(({ flags, from }) => flags === 'S.' && host(from) === host(reset.from)),
    'a SYN-ACK of an open port',
  );
  const streams = [...new Set(resets.map(({ stream }) => stream))];
  const pairs = streams.map((stream) => {
    const ofStream = frames.filter((frame) => frame.stream === stream);
    const [syns, answers] = ['S', 'R.'].map((flags) => ofStream.filter((frame) => frame.flags === flags));
    const syn = present(syns?.[0], 'the refused SYN');
    if (answers?.some(({ seq, ack }) => seq !== 0 || ack !== (syn.seq + 1) >>> 0)) {
      throw new Error(`the RST of stream ${stream} does not answer the SYN in frame ${syn.number}`);
    }
    return [syns, answers].map((side) => side?.map(({ number }) => number).join(' and ')).join(' by ');
  });
  const ipId = reset.ipId === undefined ? '' : `, IP ID ${reset.ipId}`;
  return {
    streams,
    facts: [
      `${streams.length} SYNs to port 8099 (streams ${streams.join(', ')}) are refused: frame ${pairs.join('; ')}. Each answer is RST+ACK, seq 0, ` +
        `ack = the SYN's seq + 1, window ${reset.window}${ipId}, no options.`,
      `${reset.ipId === undefined ? 'Hop limit' : 'TTL'} of the first RST (frame ${reset.number}): ${reset.ttl}, as in the SYN-ACK of the same host's ` +
        `open port in frame ${synAck.number}: ${synAck.ttl}. The responder itself refused.`,
    ],
  };
}

const host = (end: string): string => end.slice(0, end.lastIndexOf('.'));
