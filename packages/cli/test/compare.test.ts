import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const capture = (story: string, name: string) =>
  fileURLToPath(new URL(`../../../captures/vantages/${story}/${name}.pcap`, import.meta.url));

function fivewhys(...args: readonly string[]) {
  return spawnSync(process.execPath, ['--conditions=@fivewhys/source', main, ...args], {
    encoding: 'utf8',
    env: { ...process.env, COLUMNS: '100' },
  });
}

describe('fivewhys compare', () => {
  it('says what was made between two captures, with exit status 1', () => {
    const { status, stdout } = fivewhys('compare', capture('injected', 'originator'), capture('injected', 'responder'));
    assert.equal(status, 1);
    assert.match(
      stdout,
      /was not sent by the\s+responder, but made\s+between\s+responder\.pcap\s+and\s+originator\.pcap/,
    );
  });

  it('has exit status 0 where only options were changed', () => {
    const story = 'options-changed';
    assert.equal(fivewhys('compare', capture(story, 'originator'), capture(story, 'responder')).status, 0);
  });

  it('says in a sentence with a code what it can not compare, with exit status 2', () => {
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [[capture('loss', 'originator')], /COMPARE_TOO_FEW/],
      [[capture('loss', 'originator'), capture('injected', 'responder')], /COMPARE_NOTHING_IN_COMMON/],
      [['--vantage', 'originator', capture('loss', 'responder')], /VANTAGE_UNNAMED/],
      [[capture('loss', 'originator'), 'none.pcap'], /none\.pcap: no such file/],
    ];
    for (const [args, said] of cases) {
      const { status, stdout, stderr } = fivewhys('compare', ...args);
      assert.deepEqual([status, stdout], [2, '']);
      assert.match(stderr, said);
    }
  });

  it('calls captures by the names that they are given', () => {
    const story = 'injected';
    const { stdout } = fivewhys(
      'compare',
      '--vantage',
      `originator=${capture(story, 'originator')}`,
      '--vantage',
      `server=${capture(story, 'responder')}`,
    );
    assert.match(stdout, /made between server and originator|made between originator and server/);
  });
});

describe('fivewhys explain --vantage', () => {
  it('quotes frames of both captures, and wants two', () => {
    const story = 'injected';
    const both = ['originator', 'responder'].flatMap((name) => ['--vantage', `${name}=${capture(story, name)}`]);
    const { status, stdout } = fivewhys('explain', ...both);
    assert.equal(status, 1);
    assert.match(stdout, /injected-reset ── PROVEN/);
    assert.match(stdout, /the\s+responder\s+did\s+not\s+send\s+the\s+RST:\s+it\s+was\s+made\s+on\s+the\s+way/);
    const one = fivewhys('explain', '--vantage', `originator=${capture(story, 'originator')}`);
    assert.equal(one.status, 2);
    assert.match(one.stderr, /COMPARE_TOO_FEW/);
  });

  it('still wants something to explain', () => {
    const { status, stderr } = fivewhys('explain');
    assert.equal(status, 2);
    assert.match(stderr, /missing required argument 'file'/);
  });
});
