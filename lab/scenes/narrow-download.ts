import { setTimeout as sleep } from 'node:timers/promises';
import type { Stage } from '../story.ts';

export const filtered = 'icmp type destination-unreachable icmp code frag-needed drop';
export const narrowCommands: readonly string[] = ['ip link set to-one mtu 1300    # router'];
export const filteredCommand = `nft add rule ip filter output ${filtered}    # router`;

/** A download over a path whose last link takes 1300 bytes. @param rules what the router does besides, as an nft ruleset */
export async function downloadNarrowly(stage: Stage, rules?: string): Promise<void> {
  const { one, noise, responder, router } = stage;
  router.run('ip', 'link', 'set', 'to-one', 'mtu', '1300');
  if (rules !== undefined) router.nft(rules);
  await stage.listen('keep-alive', 8080);
  await stage.listen('answer-large', 8081);
  await stage.originate(noise, 'two-requests', responder.ip, '8080');
  // Where the large segments vanish it would wait for minutes: it ends with its namespace.
  stage.originate(one, 'ask-and-wait', responder.ip, '8081', '--pause', '4000').catch(() => {});
  await sleep(5000);
  await stage.originate(noise, 'two-requests', responder.ip, '8080');
}

export const dropFragNeeded = `table ip filter { chain output { type filter hook output priority 0; ${filtered}; }; }`;
