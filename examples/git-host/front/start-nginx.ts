import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { nginxConf } from './nginx-conf.ts';
import { withSbin } from './with-sbin.ts';

/** Starts nginx, and returns when it answers. */
export async function startNginx(folder: string, port: number, servicePort: number): Promise<ChildProcess> {
  const configuration = join(folder, 'nginx.conf');
  writeFileSync(configuration, nginxConf(folder, port, servicePort));
  const nginx = spawn('nginx', ['-p', folder, '-c', configuration, '-e', join(folder, 'nginx-error.log')], {
    env: withSbin,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  for (let attempt = 0; attempt < 100; attempt++) {
    if (nginx.exitCode !== null) throw new Error(`nginx ended with ${nginx.exitCode}`);
    const answered = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    if (answered !== undefined) return nginx;
    await sleep(50);
  }
  nginx.kill();
  throw new Error('nginx does not answer');
}
