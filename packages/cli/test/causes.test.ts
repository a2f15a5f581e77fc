import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

function causes(...args: string[]) {
  return spawnSync(process.execPath, ['--conditions=@fivewhys/source', main, 'causes', ...args], { encoding: 'utf8' });
}

describe('fivewhys causes', () => {
  it('lists the catalogue, and tells one of its causes in full', () => {
    const list = causes();
    assert.deepEqual([list.status, list.stderr], [0, '']);
    assert.match(list.stdout, /^ {2}time-wait-reuse {2,}a SYN ran into a TIME_WAIT socket$/m);
    assert.match(causes('half-open').stdout, /^What settles it\n.*TCPSYNChallenge/m);
    assert.equal(JSON.parse(causes('--format', 'json').stdout).causes.length, 43);
  });

  it('answers an id that it does not know with those that are written like it', () => {
    const { status, stdout, stderr } = causes('keepalive-race');
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /did you mean keep-alive-race or keepalive-dead\? .*\(CAUSE_UNKNOWN\)\n$/);
  });
});
