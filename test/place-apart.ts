import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Network, processes and mounts of its own. */
const apart = ['--net', '--pid', '--mount', '--fork', '--kill-child', '--mount-proc'];

/** Why there is none here; false if there can be. */
export function noPlaceApart(): string | false {
  return spawnSync('unshare', [...apart, 'true']).status !== 0 && 'needs root for namespaces of its own';
}

/**
 * A part of this machine in which a README's commands do no harm as they stand: ports are free, `/etc` and `/var/log` of a server are copies, and whatever runs there ends with it.
 */
export class PlaceApart {
  readonly #holder: ChildProcess;
  readonly #options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv };
  readonly #first: string;

  private constructor(holder: ChildProcess, first: string, cwd: string, env: NodeJS.ProcessEnv) {
    this.#holder = holder;
    this.#first = first;
    this.#options = { cwd, env };
  }

  /** @param cwd where commands run; a folder `apart` is made in it */
  static async open(cwd: string, env: NodeJS.ProcessEnv): Promise<PlaceApart> {
    // A shell, for the first process has to take in what others leave behind.
    const holder = spawn('unshare', [...apart, 'bash', '-c', 'while sleep 1000; do :; done'], { stdio: 'ignore' });
    const place = new PlaceApart(holder, await firstIn(holder), cwd, env);
    place.run('ip link set lo up && mount -t tmpfs none /run');
    mkdirSync(join(cwd, 'apart'));
    return place;
  }

  /** Copies a folder of the machine, and lays the copy over it. */
  copy(folder: string): void {
    const copied = join(this.#options.cwd, 'apart', folder.replaceAll('/', '_'));
    this.run(`cp -a ${folder} ${copied} && mount --bind ${copied} ${folder}`);
  }

  /** Runs lines of a shell, and gives what they print; fails where the last one fails. */
  run(lines: string): string {
    const arguments_ = [
      '-t',
      this.#first,
      '--net',
      '--pid',
      '--mount',
      `--wd=${this.#options.cwd}`,
      'bash',
      '-c',
      lines,
    ];
    return execFileSync('nsenter', arguments_, {
      ...this.#options,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 60_000,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#holder, 'exit');
    this.#holder.kill('SIGKILL');
    // Its first process is ended with it, and with that all others.
    await ended;
  }
}

async function firstIn({ pid, exitCode }: ChildProcess): Promise<string> {
  for (let tries = 0; tries < 1000 && exitCode === null; tries++) {
    const [first] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ');
    // It holds until unshare has put /proc in place and become what it runs.
    if (first && readFileSync(`/proc/${first}/comm`, 'utf8') === 'bash\n') return first;
    await sleep(10);
  }
  throw new Error('no place apart could be made');
}
