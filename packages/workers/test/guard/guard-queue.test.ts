import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { WorkerEvent } from '../../src/index.ts';
import { until } from '../fixtures/until.ts';

const program = `
  const { guard } = await import(${JSON.stringify(join(import.meta.dirname, '../../src/index.ts'))});
  await guard(JSON.parse(process.argv[1])).catch((error) => { console.error(error.code); process.exit(2); });
`;

function start(options: object) {
  const args = ['--conditions=@fivewhys/source', '--input-type=module', '-e', program, JSON.stringify(options)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (text) => {
    errors += text;
  });
  return { child, ended: once(child, 'exit'), errors: () => errors };
}

describe('a guard that is told of a queue', () => {
  it('writes down its figures among the deaths, as a supervisor does', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fivewhys-guard-queue-'));
    const events = (): readonly WorkerEvent[] => {
      const lines = readFileSync(join(folder, 'events.jsonl'), { encoding: 'utf8', flag: 'a+' }).split('\n');
      return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
    };
    const queue = { lagCommand: ['/bin/sh', '-c', 'echo 7'], every: '50ms' };
    const guard = start({ match: 'no such program', poll: true, stateFolder: folder, queue });
    try {
      await until('figures are written', () => events().some(({ event }) => event === 'queue-figures'));
      const figures = events().flatMap((event) =>
        event.event === 'queue-figures' ? [[event.kind, event.figures]] : [],
      );
      assert.deepEqual(figures[0], ['queue', { lag: 7 }]);
    } finally {
      guard.child.kill('SIGTERM');
      assert.deepEqual(await guard.ended, [0, null], guard.errors());
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('refuses what can’t be watched before it guards anything', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fivewhys-guard-queue-'));
    const guard = start({ match: 'x y z', stateFolder: folder, queue: { by: 'bullmq', queue: 'mail' } });
    assert.deepEqual(await guard.ended, [2, null]);
    assert.match(guard.errors(), /CONFIG_INVALID/);
    rmSync(folder, { recursive: true, force: true });
  });
});
