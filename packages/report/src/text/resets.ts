import type { Finding, Sender } from '@fivewhys/evidence';
import { amount, listed } from '../quantities.ts';
import type { InputNames } from './input-names.ts';
import type { Page } from './page.ts';

const framesShown = 6;
const senders: Readonly<Record<Sender, string>> = {
  originator: 'the originator',
  responder: 'the responder',
  'other-edge': 'another edge than the one that answered',
  'nat-host': 'the NAT host',
  firewall: 'a firewall',
  'load-balancer': 'the load balancer',
  middlebox: 'a box between the ends',
  unknown: 'an unknown sender',
};

/** Who reset it: the first question of whoever comes with a reset. */
export function writeResets({ resetFrames, sentBy }: Finding, names: InputNames, page: Page): void {
  const total = resetFrames.reduce((sum, { frames }) => sum + frames.length, 0);
  if (total === 0) return;
  const parts = resetFrames
    .filter(({ frames }) => frames.length > 0)
    .map(
      ({ input, frames }) =>
        `${frames.length === 1 ? 'frame' : 'frames'} ${listed(frames, framesShown)}${names.of(input)}`,
    );
  const times = total === 1 ? '' : `, ${amount(total)} times`;
  page.entry('Reset by', parts.join('; '), { lead: { text: `${senders[sentBy]}${times}:`, styles: ['bold'] } });
}
