import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { coreOf, coreSettings } from '../../src/death/core-file.ts';
import { kindOf, Supervised } from '../fixtures/supervised.ts';
import { concluded, deathOf, died, only } from '../whys/told.ts';

const folder = mkdtempSync(join(tmpdir(), 'fivewhys-core-'));
after(() => rmSync(folder, { recursive: true, force: true }));

describe('the core file of a crash', () => {
  const cores = join(folder, 'cores');
  mkdirSync(cores);
  const names = ['core', 'core.71', 'core.node.7.1700000000', 'a+core.7', 'core-7'];
  for (const name of names) writeFileSync(join(cores, name), '');
  const fileOf = (pattern: string, usesPid = false, sinceMs = 0) => coreOf({ pattern, usesPid }, cores, 7, sinceMs);

  it('is found by the name that the kernel is set to give it', () => {
    assert.deepEqual(fileOf('core'), { file: join(cores, 'core') });
    assert.deepEqual(fileOf('core.%e.%p.%t'), { file: join(cores, 'core.node.7.1700000000') });
    assert.deepEqual(fileOf('a+core', true), { file: join(cores, 'a+core.7') });
    assert.deepEqual(coreOf({ pattern: `${cores}/core-%p`, usesPid: true }, '/', 7, 0), {
      file: join(cores, 'core-7'),
    });
  });

  it('is not that of another process, or of a crash before', () => {
    assert.equal(fileOf('core.%p'), undefined);
    utimesSync(join(cores, 'core'), 1000, 1000);
    assert.equal(fileOf('core', false, Date.now() - 60_000), undefined);
  });

  it('is with the program that the kernel starts for it, where one is set', () => {
    const handler = '/usr/lib/systemd/systemd-coredump';
    assert.deepEqual(fileOf(`|${handler} %P %u %g %s %t %c %h`), { handler });
    const crashed = { ...deathOf({ signal: 'SIGSEGV' }), coreHandler: handler };
    const { next } = only(concluded(died(1, 'mail.0', crashed, 71)));
    assert.ok(
      next.some(({ command }) => command === 'coredumpctl info 71'),
      JSON.stringify(next),
    );
  });

  it('in a folder that is not there is none', () => {
    assert.equal(coreOf({ pattern: '/no/such/folder/core', usesPid: false }, cores, 7, 0), undefined);
  });
});

describe('a worker that really crashes', () => {
  const settings = coreSettings();

  it('has its core file, or who takes it, in the evidence and in what is concluded', {
    skip: settings === undefined ? 'this machine does not say where core files go' : false,
  }, async (t) => {
    const crashes = ['/bin/sh', '-c', 'ulimit -c unlimited || exit 3; kill -SEGV $$'] as const;
    const crashLoop = { deaths: 1, withinMs: 60_000 };
    await using supervised = await Supervised.start([kindOf(crashes, { cwd: folder, crashLoop })]);
    const { death } = await supervised.next('worker-died');
    if (death.exitCode === 3) return t.skip('core files are forbidden here (ulimit -Hc)');
    assert.equal(death.signal, 'SIGSEGV');
    const place = death.coreFile ?? death.coreHandler ?? '';
    assert.ok(
      settings?.pattern.startsWith('|')
        ? settings.pattern.includes(place) && place !== ''
        : death.coreFile !== undefined,
      `${settings?.pattern}: ${JSON.stringify(death)}`,
    );
    assert.ok(
      death.evidence.some((fact) => fact.includes(place)),
      death.evidence.join('; '),
    );
    const { cause, whys, stillPossible } = only(
      concluded(supervised.events.map((event) => JSON.stringify(event)).join('\n')),
    );
    assert.equal(cause, 'native-crash');
    assert.ok(JSON.stringify(whys).includes(place), JSON.stringify(whys));
    // A signal sent by hand leaves a core file, too.
    assert.ok(stillPossible.some((one) => one.cause === 'ended-from-outside'));
  });
});
