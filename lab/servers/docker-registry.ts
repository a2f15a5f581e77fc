import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programPath } from '../needs/programs.ts';
import type { Namespace, Started } from '../network/namespace.ts';
import { untilSaid } from '../network/until-said.ts';

/** Starts a Docker registry that nobody has to log in to, at the loopback address, and returns when it listens. */
export async function startDockerRegistry(namespace: Namespace, folder: string, port: number): Promise<Started> {
  const storage = join(folder, 'registry');
  mkdirSync(storage);
  const file = join(folder, 'registry.yml');
  writeFileSync(
    file,
    `version: 0.1
log: { accesslog: { disabled: false } }
storage: { filesystem: { rootdirectory: ${storage} } }
http: { addr: 127.0.0.1:${port}, relativeurls: true }
`,
  );
  const child = namespace.start(programPath('docker-registry'), 'serve', file);
  await untilSaid(child, child.stderr, 'listening on');
  return child;
}
