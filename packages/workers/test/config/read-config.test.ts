import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { bytesOf, configOf, defaultKind, defaultName, durationMsOf, readConfig, spanOf } from '../../src/index.ts';

const least = { name: 'mail', command: ['node', 'mail.js'] };
const withWorker = (changes: object) => ({ name: 'shop', workers: [{ ...least, ...changes }] });
const refused = (value: unknown, message: RegExp) =>
  assert.throws(
    () => configOf(value),
    (error: { code?: string; message: string }) => {
      assert.equal(error.code, 'CONFIG_INVALID');
      assert.match(error.message, message);
      return true;
    },
  );

describe('a configuration', () => {
  it('needs a name, and a name and a command for each kind of worker', () => {
    assert.deepEqual(configOf({ name: 'shop', workers: [least] }), {
      name: 'shop',
      workers: [{ ...defaultKind, ...least }],
    });
    refused({ workers: [least] }, /^name is missing; expected a name of letters/);
    refused({ name: 'shop', workers: [{ name: 'mail' }] }, /^workers\[0\]\.command is missing/);
    refused({ name: 'shop', workers: [] }, /^workers is \[\]/);
  });

  it('is read in the units that it gives', () => {
    const [kind] = configOf(
      withWorker({ memory: { soft: '400M', hard: '1.5G' }, rotate: '1h..2h', drain: { within: '500ms' } }),
    ).workers;
    assert.deepEqual(kind?.memory, { softBytes: 400 * 2 ** 20, hardBytes: 1.5 * 2 ** 30 });
    assert.deepEqual(kind?.rotate, { fromMs: 3_600_000, toMs: 7_200_000 });
    assert.deepEqual(kind?.drain, { signal: 'SIGTERM', boundMs: 500 });
  });

  it('with a slip in a name is refused, and the names that there are are told', () => {
    refused(withWorker({ cuont: 2 }), /^workers\[0\] has no field cuont; it has .*count/);
    refused(withWorker({ drain: { bound: '1s' } }), /^workers\[0\]\.drain has no field bound; it has signal, within$/);
  });

  it('with a wrong value is refused, and says where, what and what was expected', () => {
    refused(withWorker({ count: 0 }), /^workers\[0\]\.count is 0; expected a whole number from 1 to 10000$/);
    refused(withWorker({ drain: { signal: 'SIGNOPE' } }), /^workers\[0\]\.drain\.signal is "SIGNOPE"/);
    refused(withWorker({ command: 'node mail.js' }), /a list of strings, the program first/);
    refused(withWorker({ rotate: '2h..1h' }), /a span of times/);
    refused(withWorker({ memory: { soft: '2G', hard: '1G' } }), /never be the first/);
    refused(withWorker({ aliveWithin: '1m' }), /need a health that tells/);
    refused(withWorker({ health: { by: 'http', url: 'file:///x' } }), /^workers\[0\]\.health\.url/);
    refused({ name: 'shop', workers: [least, least] }, /two kinds of worker are called mail/);
  });

  it('that is no configuration is refused with a code, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        assert.throws(() => readConfig(text), { code: 'CONFIG_INVALID' });
      }),
    );
  });
});

describe('quantities', () => {
  it('are numbers with a unit, and nothing else', () => {
    assert.deepEqual(
      ['250ms', '10s', '1.5m', '2h', '1d'].map(durationMsOf),
      [250, 10_000, 90_000, 7_200_000, 86_400_000],
    );
    assert.deepEqual(['10', '10 s', '-1s', 's', '1w', ''].map(durationMsOf), Array(6).fill(undefined));
    assert.deepEqual(['1024', '4K', '600M', '600MiB', '2G'].map(bytesOf), [
      1024,
      4096,
      600 * 2 ** 20,
      600 * 2 ** 20,
      2 * 2 ** 30,
    ]);
    assert.deepEqual(['M', '1X', '-1M', '1 M'].map(bytesOf), Array(4).fill(undefined));
    assert.deepEqual(spanOf('5s'), { fromMs: 5000, toMs: 5000 });
    assert.deepEqual(['0s', '1s..', '..1s', '1s..2s..3s'].map(spanOf), Array(4).fill(undefined));
  });
});

describe('the name of a supervisor that was given none', () => {
  it('is that of the script, and the same for the same command in the same folder only', () => {
    const name = defaultName(['node', '--inspect', 'src/worker.js', 'x'], '/srv');
    assert.match(name, /^worker-[0-9a-f]{8}$/);
    assert.equal(defaultName(['node', '--inspect', 'src/worker.js', 'x'], '/srv'), name);
    assert.notEqual(defaultName(['node', '--inspect', 'src/worker.js', 'y'], '/srv'), name);
    assert.match(defaultName(['sh', '-c', 'exec node worker.js'], '/srv'), /^sh-[0-9a-f]{8}$/);
    assert.notEqual(defaultName(['node', '--inspect', 'src/worker.js', 'x'], '/srv2'), name);
  });
});
