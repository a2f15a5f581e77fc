import type { Frame } from '../frames/frames.ts';
import type { Found, Stage } from '../story.ts';
import { nothingReset } from './nothing-reset.ts';

/** Both edges have the responder's address and answer on port 8080; `choose` tells the router how to choose, before ten connections are made. */
export async function useTwoEdges(stage: Stage, choose: () => void): Promise<void> {
  const { one, noise, two, responder } = stage;
  two.namespace.run('ip', 'address', 'add', `${responder.ip}/32`, 'dev', 'lo');
  await stage.listen('keep-alive', 8080);
  await stage.listenAt(two, 'keep-alive', 8080);
  choose();
  await stage.originate(noise, 'two-requests', responder.ip, '8080');
  await stage.originate(one, 'two-requests', responder.ip, '8080', '--times', '10');
}

/** At the responder: some of the connections came here, and the others elsewhere. */
export function findSome(frames: readonly Frame[]): Found | undefined {
  const accepted = frames.filter(({ flags, to }) => flags === 'S.' && to.startsWith('10.83.1.2.'));
  if (accepted.length === 0 || accepted.length === 10) return undefined;
  return nothingReset(frames, [`${accepted.length} of the ten connections came here, with all their packets.`]);
}
