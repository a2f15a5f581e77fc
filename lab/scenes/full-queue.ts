import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { untilSaid } from '../network/until-said.ts';
import type { Stage } from '../story.ts';

const neverAccept = fileURLToPath(new URL('../network/never-accept.pl', import.meta.url));
/** Its queue takes one more. */
export const smallBacklog = 4;

/** Starts a listener on port 8080 that never accepts. */
export const neverAccepting =
  (backlog = smallBacklog) =>
  async ({ responder }: Stage): Promise<void> => {
    const listener = responder.namespace.start('perl', neverAccept, '8080', String(backlog));
    await untilSaid(listener, listener.stdout, 'listening');
  };

/**
 * A listener with a backlog of 4 that never accepts, or as given. Its queue takes 5 connections. Three complete at once; four more are held half open (their SYN-ACKs are dropped on the way
 * at first), so that all four complete at the same moment, and two of them find the queue full.
 */
export async function fillQueue(network: Stage, abort: 0 | 1, startListener = neverAccepting()): Promise<void> {
  const { one, noise, responder, router } = network;
  responder.namespace.sysctl({ 'net.ipv4.tcp_abort_on_overflow': abort, 'net.ipv4.tcp_syncookies': 0 });
  await network.listen('keep-alive', 8081);
  await startListener(network);
  await network.originate(noise, 'two-requests', responder.ip, '8081');
  // They wait for an answer that never comes, and end with their namespace.
  const open = (count: number): void => {
    const args = ['until-closed', responder.ip, '8080', '--times', String(count), '--together'];
    network.originate(one, ...args).catch(() => {});
  };
  open(3);
  await sleep(1500);
  router.nft(`table inet hold { chain forward { type filter hook forward priority 0; ${holding}; }; }`);
  const start = network.soFar().length;
  open(4);
  while (network.soFar().length < start + 4) await sleep(50);
  await sleep(300);
  router.run('nft', 'delete', 'table', 'inet', 'hold');
  await sleep(abort === 1 ? 1500 : 6500);
  await network.originate(noise, 'two-requests', responder.ip, '8081');
}

const holding = 'tcp sport 8080 tcp flags & (syn | ack) == (syn | ack) drop';

export const fullQueueCommands = (abort: 0 | 1, backlog = smallBacklog): readonly string[] => [
  `sysctl net.ipv4.tcp_abort_on_overflow=${abort} net.ipv4.tcp_syncookies=0    # responder`,
  `perl network/never-accept.pl 8080 ${backlog}    # responder`,
  `nft add rule inet hold forward ${holding}    # router, until all four SYNs are there`,
];
