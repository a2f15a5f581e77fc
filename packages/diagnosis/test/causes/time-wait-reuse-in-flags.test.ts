import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding } from '@fivewhys/evidence';
import { explainText } from '../explain-text.ts';

const there = '192.0.2.1:40000 -> 192.0.2.2:80';
const back = '192.0.2.2:80 -> 192.0.2.1:40000';

function line(seconds: number, direction: string, flags: string): string {
  return `T 2026/03/01 10:0${Math.floor(seconds / 60)}:${(seconds % 60).toFixed(6).padStart(9, '0')} ${direction} [${flags}]`;
}

interface Story {
  /** FINs of the connection before, in order. */
  readonly fins?: readonly string[];
  readonly later?: number;
  /** What the responder says to each SYN. */
  readonly answer?: string;
}

function story({ fins = [there], later = 6, answer }: Story = {}): string[] {
  return [
    line(0, there, 'S'),
    line(0.001, there, 'A'),
    line(0.002, there, 'AP'),
    line(0.003, back, 'AP'),
    ...fins.map((direction, index) => line(0.004 + index / 1000, direction, 'AF')),
    ...[0, 1, 2].flatMap((second) => [
      line(later + second, there, 'S'),
      ...(answer === undefined ? [] : [line(later + second + 0.001, back, answer)]),
    ]),
    line(later + 3, there, 'AR'),
  ];
}

async function onlyFinding(lines: readonly string[]): Promise<Finding> {
  const { findings } = await explainText(lines);
  assert.equal(findings.length, 1);
  return findings[0] as Finding;
}

describe('time-wait-reuse in a text without numbers', () => {
  it('is possible when a repeated SYN on a tuple just closed has no answer in the text', async () => {
    const finding = await onlyFinding(story());
    assert.equal(finding.cause, 'time-wait-reuse');
    assert.equal(finding.verdict, 'possible');
    assert.deepEqual(finding.stillPossible.map(({ cause }) => cause).sort(), [
      'backlog-overflow',
      'firewall-drop',
      'half-open',
    ]);
  });

  it('is likely when bare ACKs answer the SYN, and never proven', async () => {
    const finding = await onlyFinding(story({ fins: [back, there], answer: 'A' }));
    assert.equal(finding.cause, 'time-wait-reuse');
    assert.equal(finding.verdict, 'likely');
  });

  it('says that a text with none but the payload of the responder may have left its answers out', async () => {
    const { whys } = await onlyFinding(story());
    assert.match(JSON.stringify(whys), /not even the SYN-ACK/);
  });

  it('says what tcpdump would add, for these ends', async () => {
    const { next } = await onlyFinding(story());
    assert.ok(
      next.some(({ command }) => /^tcpdump -nn -S .*host 192\.0\.2\.1 and host 192\.0\.2\.2 and port 80/.test(command)),
    );
  });

  it('writes no number that the text does not have', async () => {
    const { findings, connections } = await explainText(story({ fins: [back, there], answer: 'A' }));
    assert.doesNotMatch(JSON.stringify(findings[0]?.whys), /\b(?:seq|ack) \d|ISN \d/);
    for (const row of findings[0]?.ladder?.rows ?? []) assert.doesNotMatch(row.text, /\d/);
    assert.equal(connections?.[0]?.retransmissions, undefined);
    assert.equal(connections?.[0]?.originatorBytes, undefined);
  });

  it('is only possible in a text without times, and says that it has none', async () => {
    const lines = story({ fins: [back, there], answer: 'A' }).map((text) => text.replace(/ 2026\S+ \S+/, ''));
    const finding = await onlyFinding(lines);
    assert.equal(finding.verdict, 'possible');
    assert.doesNotMatch(JSON.stringify(finding.whys), /\d n?s\b/);
    assert.equal(finding.ladder?.originator, '192.0.2.1:40000');
  });

  it('is not concluded when the originator closed first and the responder after it', async () => {
    const finding = await onlyFinding(story({ fins: [there, back] }));
    assert.equal(finding.cause, 'undetermined');
  });

  it('is not concluded when TIME_WAIT was over', async () => {
    const finding = await onlyFinding(story({ later: 70 }));
    assert.equal(finding.cause, 'undetermined');
    assert.match(finding.ruledOut.find(({ cause }) => cause === 'time-wait-reuse')?.because ?? '', /60 s/);
  });

  it('rules out nothing by the shape of a RST or by numbers that the text does not have', async () => {
    const { ruledOut } = await onlyFinding(story());
    assert.deepEqual(
      ruledOut.filter(({ because }) => /kind unknown|no numbers/.test(because)),
      [],
    );
  });

  it('is not concluded when the connection before had no FIN', async () => {
    assert.equal((await onlyFinding(story({ fins: [] }))).cause, 'undetermined');
  });
});

describe('connections in a text without numbers', () => {
  it('take a SYN behind SYNs for the same one, and a SYN behind anything else of its sender for another', async () => {
    const { connections } = await explainText(story());
    assert.deepEqual(
      connections?.map(({ frames, history }) => [frames, history.startsWith('S')]),
      [
        [5, true],
        [4, true],
      ],
    );
  });

  it('leave a closed port and a firewall open when a SYN is refused', async () => {
    const finding = await onlyFinding([line(0, there, 'S'), line(0.1, back, 'AR')]);
    assert.equal(finding.cause, 'undetermined');
    assert.deepEqual(
      finding.stillPossible.map(({ cause }) => cause),
      ['closed-port', 'firewall-reject'],
    );
  });

  it('are never said to be reset harmlessly after all was exchanged: what was acknowledged is not known', async () => {
    const finding = await onlyFinding([
      ...story().slice(0, 4),
      line(1, back, 'AF'),
      line(1.1, there, 'AF'),
      line(2, there, 'R'),
    ]);
    assert.equal(finding.cause, 'undetermined');
    assert.ok(finding.distributions.every(({ name }) => !name.includes('bytes')));
  });
});
