import assert from 'node:assert/strict';
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, test } from 'node:test';

const repository = join(import.meta.dirname, '..');

const passing = `import { test } from 'node:test'; test('one', () => {}); test('two', () => {});`;
const alone = `import { test } from 'node:test'; test('nine', () => {});`;
const failing = `import { test } from 'node:test'; test('three', () => { throw new Error('no'); });`;
const skipping = `
import { describe, test } from 'node:test';
test('four', { skip: 'tcpdump is not installed' }, () => {});
test('five', (t) => t.skip('no network'));
test('six', { todo: 'next week' }, () => {});
describe('of captures', () => { test('seven', { skip: true }, () => {}); });
describe('of a fleet', { skip: 'no fleet' }, () => { test('eight', () => {}); });
`;

describe('npm test, once set up', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fivewhys-check-'));
    for (const file of ['tools/check.ts', 'tools/test-reporter.ts']) cpSync(join(repository, file), join(folder, file));
    mkdirSync(join(folder, 'test'));
    mkdirSync(join(folder, 'alone'));
    writeFileSync(join(folder, 'alone', 'c.test.ts'), alone);
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs the check over these test files, with these commands in place of ours. */
  function check(
    tests: Readonly<Record<string, string>>,
    scripts: Readonly<Record<string, string>> = {},
  ): SpawnSyncReturns<string> {
    for (const [name, text] of Object.entries(tests)) writeFileSync(join(folder, 'test', name), text);
    const unit = "node --test --test-reporter=./tools/test-reporter.ts 'test/*.test.ts'";
    const system = unit.replace('test/*', 'alone/*');
    const all = { types: 'true', lint: 'true', boundaries: 'true', unit, system, ...scripts };
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', scripts: all }));
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    return spawnSync(process.execPath, ['tools/check.ts'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...env, PATH: [dirname(process.execPath), env.PATH].join(delimiter) },
    });
  }

  test('ends with a line of numbers, in which each step beside the tests counts as one', () => {
    const { status, stdout } = check({ 'a.test.ts': passing });
    assert.equal(lastLines(stdout, 1), '6 passed, 0 failed, 0 skipped');
    assert.equal(status, 0);
  });

  test('names every skipped test and suite with its reason before that line', () => {
    const { status, stdout } = check({ 'a.test.ts': passing, 'b.test.ts': skipping });
    assert.equal(
      lastLines(stdout, 7),
      [
        'skipped:',
        '  test/b.test.ts: four: tcpdump is not installed',
        '  test/b.test.ts: five: no network',
        '  test/b.test.ts: six: to do: next week',
        '  test/b.test.ts: of captures > seven: no reason given',
        '  test/b.test.ts: of a fleet: no fleet',
        '6 passed, 0 failed, 5 skipped',
      ].join('\n'),
    );
    assert.equal(status, 0);
  });

  test('a failing test fails the check', () => {
    const { status, stdout } = check({ 'a.test.ts': passing, 'b.test.ts': failing });
    assert.equal(lastLines(stdout, 2), 'FAILED: tests\n6 passed, 1 failed, 0 skipped');
    assert.equal(status, 1);
  });

  test('a failing step is named, counts as failed, and keeps none of the others from running', () => {
    const { status, stdout } = check(
      { 'a.test.ts': passing },
      { types: 'exit 2', lint: 'no-such-command 2> /dev/null' },
    );
    assert.match(stdout, /^== types: FAILED, exit status 2 /m);
    assert.equal(lastLines(stdout, 3), 'FAILED: types\nFAILED: lint and format\n4 passed, 2 failed, 0 skipped');
    assert.equal(status, 1);
  });

  test('both runs of tests go to their end, and what either found counts', () => {
    writeFileSync(join(folder, 'alone', 'd.test.ts'), skipping);
    const { status, stdout } = check({ 'a.test.ts': failing });
    assert.match(stdout, /^ {2}alone\/d\.test\.ts: four: tcpdump is not installed$/m);
    assert.equal(lastLines(stdout, 2), 'FAILED: tests\n4 passed, 1 failed, 5 skipped');
    assert.equal(status, 1);
  });

  test('a run that found no test fails the check', () => {
    const { status, stdout } = check({});
    assert.equal(lastLines(stdout, 2), 'FAILED: tests\n4 passed, 1 failed, 0 skipped');
    assert.equal(status, 1);
  });

  test('a test runner that dies fails the check', () => {
    const { status, stdout } = check({ 'a.test.ts': passing }, { unit: 'kill -9 $$' });
    assert.equal(lastLines(stdout, 2), 'FAILED: tests\n4 passed, 1 failed, 0 skipped');
    assert.equal(status, 1);
  });
});

test('every test file belongs to one of the two runs of tests', () => {
  const { scripts } = JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as {
    scripts: { unit: string; system: string };
  };
  const run = [scripts.unit, scripts.system]
    .flatMap((command) => [...command.matchAll(/'([^']+\.test\.ts)'/g)])
    .flatMap(([, pattern = '']) => globSync(pattern, { cwd: repository }));
  const written = globSync('**/*.test.ts', { cwd: repository, exclude: (path) => path.includes('node_modules') });
  assert.deepEqual(run.toSorted(), written.toSorted());
});

function lastLines(text: string, count: number): string {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}
