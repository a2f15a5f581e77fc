import { spawnSync } from 'node:child_process';
import { withSbin } from '../front/with-sbin.ts';

/** @throws Error that says what to install, when a program is missing that the host is made of. */
export function checkPrograms(): void {
  const missing = ['git', 'nginx'].filter((name) => spawnSync(name, ['-h'], { env: withSbin }).error !== undefined);
  if (missing.length > 0) throw new Error(`${missing.join(' and ')} not found; on Debian: apt install git nginx-light`);
}
