import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { programPath } from '../needs/programs.ts';
import type { Namespace, Started } from '../network/namespace.ts';

/** Starts nginx with these server blocks, and returns when it had time to listen. */
export async function startNginx(namespace: Namespace, folder: string, servers: string): Promise<Started> {
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((use) => `${use}_temp_path ${folder};`);
  const configuration = `
daemon off;
master_process off;
pid ${folder}/pid;
error_log stderr info;
events {}
http {
  access_log ${folder}/nginx-access.log;
  ${paths.join(' ')}
  ${servers}
}
`;
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, configuration);
  const child = namespace.start(programPath('nginx'), '-p', folder, '-c', file, '-e', 'stderr');
  await sleep(500);
  if (child.exitCode !== null) throw new Error(`nginx ended: ${Buffer.concat(namespace.logs.at(-1)?.said ?? [])}`);
  return child;
}
