import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { programPath } from '../needs/programs.ts';
import type { Namespace, Started } from '../network/namespace.ts';
import { untilSaid } from '../network/until-said.ts';

// Debian's sshd wants the folder /run/sshd, which a machine without a running sshd hasn't got. A process of a namespace mounts for itself alone.
const inOwnRun = 'mount -t tmpfs none /run && mkdir /run/sshd && exec "$@"';

/** Starts OpenSSH's sshd with a key of its own, and returns when it listens. @param options as in sshd_config */
export async function startSshd(
  namespace: Namespace,
  folder: string,
  port: number,
  options: readonly string[],
): Promise<Started> {
  const key = join(folder, 'host-key');
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  const settings = [`Port ${port}`, `HostKey ${key}`, 'PidFile none', ...options].flatMap((option) => ['-o', option]);
  const sshd = programPath('sshd');
  const child = namespace.start('sh', '-c', inOwnRun, 'sh', sshd, '-D', '-e', '-f', '/dev/null', ...settings);
  await untilSaid(child, child.stderr, 'Server listening');
  return child;
}
