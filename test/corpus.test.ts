import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { after, before, describe, test } from 'node:test';
import { findingsText } from '../tools/corpus/findings-text.ts';

const root = join(import.meta.dirname, '..');

describe('the comparison with an oracle', () => {
  let folder: string;
  /** As tshark counts captures/closed-port.pcap. */
  const closedPort = { packets: 32, tcpPackets: 30, streams: 5, rstFrames: [16, 18, 20], perStream: [] };

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'fivewhys-corpus-'));
    copyFileSync(join(root, 'captures', 'closed-port.pcap'), join(folder, 'b.pcap'));
    copyFileSync(join(root, 'captures', 'closed-port.pcap'), join(folder, 'a.pcap'));
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  function run(oracles: readonly object[], ...options: string[]) {
    const manifest = oracles.map((oracle, index) => ({ file: ['b.pcap', 'a.pcap'][index], oracle }));
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
    const command = ['--conditions=@fivewhys/source', join(root, 'tools', 'corpus.ts'), folder, ...options];
    return spawnSync(process.execPath, command, { encoding: 'utf8' });
  }

  test('shows of each capture whether it agrees, and what explain finds', () => {
    const { status, stdout } = run([closedPort, { ...closedPort, streams: 6 }]);
    assert.equal(status, 1);
    const [first, second, difference, last] = stdout.split('\n').map((line) => line.replaceAll(/ {2,}/g, ' '));
    assert.equal(first, 'agrees b.pcap 32 frames, 5 streams, 3 RSTs 3 closed-port likely');
    assert.equal(second, 'DIFFERS a.pcap 32 frames, 5 streams, 3 RSTs 3 closed-port likely');
    assert.equal(difference, ' streams: 5, tshark 6');
    assert.equal(last, '1 of 2 captures agree');
  });

  test('as Markdown is a table by name, and says beside it what else there is to say', () => {
    const { status, stdout, stderr } = run([closedPort, closedPort], '--markdown');
    assert.equal(status, 0);
    assert.equal(
      stdout,
      '| file | findings |\n|---|---|\n| `a.pcap` | 3 closed-port likely |\n| `b.pcap` | 3 closed-port likely |\n',
    );
    assert.equal(stderr, '2 of 2 captures agree\n');
  });

  test('without a folder says how it is used', () => {
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--conditions=@fivewhys/source', join(root, 'tools', 'corpus.ts')],
      { encoding: 'utf8' },
    );
    assert.equal(status, 2);
    assert.match(stderr, /^usage: npm run corpus -- DIR/);
  });
});

describe('findings in a row', () => {
  const finding = (cause: string, verdict: 'proven' | 'likely', count: number) => ({ cause, verdict, count });

  test('add up by cause and verdict, in the order of the findings', () => {
    const findings = [
      finding('closed-port', 'likely', 1),
      finding('harmless', 'proven', 1),
      finding('closed-port', 'likely', 2),
      finding('closed-port', 'proven', 4),
    ];
    assert.equal(findingsText(findings), '3 closed-port likely, 1 harmless proven, 4 closed-port proven');
  });

  test('stand without a number where no connection was seen', () => {
    assert.equal(findingsText([finding('connection-churn', 'likely', 0)]), 'connection-churn likely');
  });

  test('say undetermined once, which is cause and verdict', () => {
    assert.equal(findingsText([{ cause: 'undetermined', verdict: 'undetermined', count: 9 }]), '9 undetermined');
  });

  test('are nothing wrong where there are none', () => {
    assert.equal(findingsText([]), 'nothing wrong');
  });
});
