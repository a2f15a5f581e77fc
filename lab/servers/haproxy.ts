import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { programPath } from '../needs/programs.ts';
import type { Namespace, Started } from '../network/namespace.ts';

/** Starts haproxy with these sections, and returns when it had time to listen. */
export async function startHaproxy(namespace: Namespace, folder: string, sections: string): Promise<Started> {
  const file = join(folder, 'haproxy.cfg');
  const timeouts = 'timeout connect 5s\n  timeout client 30s\n  timeout server 30s';
  writeFileSync(file, `global\n  log stdout format raw local0\ndefaults\n  mode http\n  ${timeouts}\n${sections}\n`);
  const child = namespace.start(programPath('haproxy'), '-db', '-f', file);
  await sleep(500);
  if (child.exitCode !== null) throw new Error(`haproxy ended: ${Buffer.concat(namespace.logs.at(-1)?.said ?? [])}`);
  return child;
}
