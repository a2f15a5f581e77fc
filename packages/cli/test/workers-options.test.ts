import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { after, describe, it } from 'node:test';

const main = join(import.meta.dirname, '../src/main.ts');
const folder = mkdtempSync(join(tmpdir(), 'fivewhys-options-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function fivewhys(...args: readonly string[]) {
  const { status, stderr } = spawnSync(process.execPath, ['--conditions=@fivewhys/source', main, ...args], {
    encoding: 'utf8',
    timeout: 60_000,
    env: { ...process.env, NO_COLOR: '1' },
  });
  return { status, stderr };
}

const supervise = (...options: readonly string[]) =>
  fivewhys('supervise', '--state', join(folder, 's'), '--restart', 'on-failure', ...options, '--', 'true');

describe('the options of supervise and guard', () => {
  it('about a queue are refused where they hold nothing that can be done', () => {
    for (const [options, message] of [
      [['--queue', 'bullmq:mail'], /queue\.url is missing/],
      [['--queue', 'kafka:mail', '--queue-url', 'kafka://x'], /queue\.by is "kafka"/],
      [['--queue', 'redis-stream:mail', '--queue-url', 'redis://127.0.0.1'], /queue\.group is missing/],
      [['--queue', 'bullmq:mail', '--queue-url', '$FIVEWHYS_NOT_SET'], /which is not set/],
      [['--queue', 'bullmq:mail', '--queue-url', 'ftp://user:secret@127.0.0.1'], /begins with redis:/],
      [['--queue', 'command:echo 1', '--queue-oldest-within', '5m'], /does not tell the age/],
      [['--queue-every', '5s'], /either lagCommand or by/],
      [['--queue', 'command:echo 1', '--queue-every', '0s'], /no time at all/],
    ] as const) {
      const { status, stderr } = supervise(...options);
      assert.equal(status, 2, stderr);
      assert.match(stderr, message);
      assert.match(stderr, /CONFIG_INVALID/);
      assert.doesNotMatch(stderr, /secret/);
    }
  });

  it('about a queue reach the one that reads it', () => {
    const { status, stderr } = supervise('--queue', 'command:echo not a number');
    assert.equal(status, 0, stderr);
    const { stderr: said } = fivewhys(
      'supervise',
      '--state',
      join(folder, 'q'),
      '--restart',
      'on-failure',
      '--queue',
      'command:echo not a number',
      '--',
      'sleep',
      '1',
    );
    assert.match(said, /"event":"queue-unreadable".*printed no number: not a number/);
  });

  it('about metrics end the program when they can’t be kept', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const used = `127.0.0.1:${(other.address() as AddressInfo).port}`;
    try {
      for (const [address, code] of [
        ['nonsense', /METRICS_ADDRESS_INVALID/],
        [used, /METRICS_ADDRESS_UNAVAILABLE/],
      ] as const) {
        for (const { status, stderr } of [
          supervise('--metrics', address),
          fivewhys('guard', '--match', 'nobody-is-called-so', '--state', join(folder, 'g'), '--metrics', address),
        ]) {
          assert.equal(status, 2, stderr);
          assert.match(stderr, code);
        }
      }
    } finally {
      other.close();
    }
  });
});
