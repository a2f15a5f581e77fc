import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { stories } from '../stories/index.ts';
import { asRoot } from './as-root.ts';

const main = join(import.meta.dirname, '../main.ts');

function lab(args: readonly string[], options: { readonly env?: NodeJS.ProcessEnv } = {}) {
  return spawnSync(process.execPath, [main, ...args], { encoding: 'utf8', ...options });
}

describe('the lab', () => {
  it('says how it is used, and with status 2 if it was used otherwise', () => {
    const { status, stdout } = lab(['--help']);
    assert.equal(status, 0);
    assert.match(stdout, /lab run NAME/);
    for (const args of [[], ['play'], ['run'], ['list', 'closed-port'], ['record', 'closed-port', '--keep', 'x']]) {
      assert.equal(lab(args).status, 2, args.join(' '));
    }
    const unknown = lab(['run', 'closed-prt']);
    assert.equal(unknown.status, 2);
    assert.match(unknown.stderr, /no story closed-prt/);
    const far = lab(['run', 'closed-port', '--round-trip', '1 s']);
    assert.equal(far.status, 2);
    assert.match(far.stderr, /--round-trip takes 0 to 1000, not 1 s/);
  });

  it('lists every story with what it needs, and says of a machine without programs which ones are missing', () => {
    const { status, stdout } = lab(['list'], { env: { PATH: '/nowhere' } });
    assert.equal(status, 0);
    for (const { name, needs = [] } of stories) {
      const line = stdout.split('\n').find((text) => text.startsWith(`${name} `)) ?? '';
      assert.ok(line.includes(needs.join(', ')), name);
    }
    assert.match(stdout, /tcpdump is not installed \(Debian: tcpdump\)/);
    assert.match(stdout, new RegExp(`0 of ${stories.length} stories can be played here`));
  });

  it('refuses to play without root or a program that every story needs, with status 77 and the reason', () => {
    const { status, stderr, stdout } = lab(['run', 'all'], { env: { PATH: '/nowhere' } });
    assert.equal(status, 77);
    assert.equal(stdout, '');
    assert.match(stderr, process.getuid?.() === 0 ? /tcpdump is not installed/ : /needs root/);
  });
});

describe('a run that is interrupted', asRoot, () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fivewhys-lab-test-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('leaves nothing behind as a test file that is ended by SIGTERM, as the test runner ends it', async () => {
    const run = spawn(process.execPath, ['--conditions=@fivewhys/source', join(import.meta.dirname, 'fresh.test.ts')], {
      env: { ...process.env, TMPDIR: folder, NODE_TEST_CONTEXT: 'child-v8' },
      stdio: 'ignore',
    });
    const own = () => namespaces().filter((name) => name.startsWith(`fivewhys-${run.pid}-`));
    await until(() => own().length >= 5);
    run.kill('SIGTERM');
    assert.deepEqual(await once(run, 'close'), [143, null]);
    assert.deepEqual(own(), []);
  });

  for (const [signal, status] of [['SIGINT', 130] as const, ['SIGTERM', 143] as const]) {
    it(`leaves nothing behind after ${signal}: no namespace, process, trace or file`, async () => {
      const run = spawn(process.execPath, [main, 'run', 'idle-timeout-rst'], {
        env: { ...process.env, TMPDIR: folder },
        stdio: 'ignore',
      });
      const own = () => namespaces().filter((name) => name.startsWith(`fivewhys-${run.pid}-`));
      // Captures and servers in every namespace; they come one after the other.
      let pids: string[] = [];
      await until(() => {
        pids = own().flatMap(pidsIn);
        return pids.length >= 6;
      });
      assert.notDeepEqual(readdirSync(folder), []);
      run.kill(signal);
      assert.deepEqual(await once(run, 'close'), [status, null]);
      assert.deepEqual(own(), []);
      assert.deepEqual(readdirSync(folder), []);
      assert.deepEqual(
        traces().filter((name) => name.startsWith(`fivewhys-${run.pid}-`)),
        [],
      );
      await until(() => !pids.some((pid) => existsSync(`/proc/${pid}`)));
    });
  }
});

const namesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);
const namespaces = (): string[] => namesIn('/run/netns');
const traces = (): string[] => namesIn('/sys/kernel/tracing/instances');

/** None of a namespace that is gone by now: what the lab needs is tried out in one before a story begins. */
function pidsIn(namespace: string): string[] {
  const { stdout } = spawnSync('ip', ['netns', 'pids', namespace], { encoding: 'utf8' });
  return stdout.split('\n').filter(Boolean);
}

/** Fails by the time-out of the test run. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(50);
}
