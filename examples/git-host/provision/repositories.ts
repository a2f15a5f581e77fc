import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { prose } from './prose.ts';
import { randomOf } from './random-of.ts';

/** Makes bare repositories with some history, packed as a host would have them. @returns their names */
export async function makeRepositories(root: string, count: number): Promise<readonly string[]> {
  const names = Array.from({ length: count }, (_, index) => `project-${index + 1}.git`);
  for (const [index, name] of names.entries()) {
    const path = join(root, name);
    git('init', '--quiet', '--bare', '--initial-branch=main', path);
    const importing = spawn('git', ['-C', path, 'fast-import', '--quiet'], { stdio: ['pipe', 'ignore', 'inherit'] });
    importing.stdin.end(history(randomOf(index)));
    const [status] = await once(importing, 'close');
    if (status !== 0) throw new Error(`git fast-import ended with ${status}`);
    git('-C', path, 'repack', '-adq');
  }
  return names;
}

function git(...args: readonly string[]): void {
  const { status, stderr } = spawnSync('git', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
}

/** Forty commits of five files each, as `git fast-import` reads them. */
function history(random: () => number): string {
  let stream = '';
  for (let commit = 0; commit < 40; commit++) {
    stream += `commit refs/heads/main\ncommitter Host <host@example.org> ${1_700_000_000 + commit} +0000\n`;
    stream += data(prose(random, 6));
    for (let file = 0; file < 5; file++) {
      const path = `part-${file}/file-${Math.floor(random() * 30)}.txt`;
      stream += `M 100644 inline ${path}\n${data(prose(random, 150))}`;
    }
  }
  return stream;
}

function data(text: string): string {
  return `data ${text.length}\n${text}\n`;
}
