import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import process from 'node:process';
import { after, describe, test } from 'node:test';

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'fivewhys-example-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Those that measure print other figures each time; they have a test of their own. */
const measuring = ['examples/git-host', 'examples/workers-incident'];

describe('the examples', () => {
  for (const path of globSync('examples/*', { cwd: root }).filter((one) => !measuring.includes(one))) {
    test(`${path} prints what its README.md shows`, () => {
      const readme = readFileSync(join(root, path, 'README.md'), 'utf8');
      const [, command = '', output = ''] = /```sh\nnode (.*)\n```\n\n```\n([\s\S]*?)```/.exec(readme) ?? [];
      assert(command.includes(`${path}/${basename(path)}.ts`), command);
      const args = command.split(' ').map((word) => (word.endsWith('.html') ? join(folder, word) : word));
      const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
      assert.deepEqual([status, stderr], [0, '']);
      assert.equal(stdout, output);
      for (const page of args.filter((word) => word.endsWith('.html'))) {
        assert.match(readFileSync(page, 'utf8'), /^<!doctype html>/);
      }
    });
  }
});
