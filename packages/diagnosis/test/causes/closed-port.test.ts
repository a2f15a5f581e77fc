import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { explainText } from '../explain-text.ts';

const there = (ttl: number, id: number) =>
  `IP (tos 0x0, ttl ${ttl}, id ${id}, offset 0, flags [DF], proto TCP (6), length 60)`;

/** A refused attempt as `tcpdump -v -nn -S` prints it, and one accepted on another port of the same host. */
function story({
  resetTtl = 62,
  openPort = 80,
  reset = 'Flags [R.], cksum 0x1 (correct), seq 0, ack 1001, win 0, length 0',
} = {}) {
  return [
    `10:00:00.000000 ${there(64, 100)}`,
    `    192.0.2.1.40000 > 192.0.2.2.${openPort}: Flags [S], cksum 0x1 (correct), seq 500, win 64240, options [mss 1460], length 0`,
    `10:00:00.010000 ${there(62, 0)}`,
    `    192.0.2.2.${openPort} > 192.0.2.1.40000: Flags [S.], cksum 0x1 (correct), seq 900, ack 501, win 64240, options [mss 1460], length 0`,
    `10:00:00.010100 ${there(64, 101)}`,
    `    192.0.2.1.40000 > 192.0.2.2.${openPort}: Flags [.], cksum 0x1 (correct), seq 501, ack 901, win 501, length 0`,
    `10:00:01.000000 ${there(64, 200)}`,
    '    192.0.2.1.40001 > 192.0.2.2.8080: Flags [S], cksum 0x1 (correct), seq 1000, win 64240, options [mss 1460], length 0',
    `10:00:01.010000 ${there(resetTtl, 0)}`,
    `    192.0.2.2.8080 > 192.0.2.1.40001: ${reset}`,
  ];
}

describe('closed-port', () => {
  it('is likely, not proven, from a capture alone: a REJECT rule on the responder makes the same packet', async () => {
    const { findings } = await explainText(story());
    assert.equal(findings[0]?.cause, 'closed-port');
    assert.equal(findings[0]?.verdict, 'likely');
    assert.equal(findings[0]?.sentBy, 'responder');
    assert.deepEqual(
      findings[0]?.stillPossible.map(({ cause }) => cause),
      ['firewall-reject'],
    );
    assert.ok(findings[0]?.next.some(({ command }) => command.includes('TcpOutRsts')));
  });

  it('of a RST that Linux does not make names the command of Windows, too', async () => {
    const { findings } = await explainText(story());
    assert.equal(findings[0]?.next[0]?.command, "ss -ltnp 'sport = :8080'");
    const foreign = story().map((line) => (line.includes('ttl 62, id 0') ? line.replace('id 0', 'id 4711') : line));
    const [finding] = (await explainText(foreign)).findings;
    assert.equal(finding?.cause, 'closed-port');
    assert.equal(finding?.next[0]?.command, "ss -ltnp 'sport = :8080'    # Windows: netstat -ano | findstr :8080");
  });

  it('advises no service for ident, which hardly a host answers', async () => {
    const { findings } = await explainText(story().map((line) => line.replaceAll('8080', '113')));
    assert.equal(findings[0]?.cause, 'closed-port');
    assert.match(findings[0]?.remedies[0]?.summary ?? '', /^Nothing, as a rule: port 113 is ident/);
    assert.deepEqual(findings[0]?.next, []);
  });

  it("is excluded when the RST's TTL is not the responder's: another host refused", async () => {
    const { findings } = await explainText(story({ resetTtl: 63 }));
    assert.equal(findings[0]?.cause, 'firewall-reject');
    assert.equal(findings[0]?.sentBy, 'firewall');
    assert.match(findings[0]?.ruledOut.find(({ cause }) => cause === 'closed-port')?.because ?? '', /TTL 63/);
  });

  it('leaves a restart possible when the same port accepted a connection in the capture', async () => {
    const { findings } = await explainText(story({ openPort: 8080 }));
    assert.ok(findings[0]?.stillPossible.some(({ cause }) => cause === 'restart'));
  });

  it('has nothing to hold the TTL against when all that is heard of the host are RSTs, and says so', async () => {
    const { findings } = await explainText([
      ...story().slice(6),
      ...story()
        .slice(6)
        .map((line) => line.replace('40001', '40002')),
    ]);
    const because = (list = findings[0]?.stillPossible, id = 'firewall-reject') =>
      list?.find(({ cause }) => cause === id)?.because ?? '';
    assert.match(because(), /of TCP the capture holds nothing of 192\.0\.2\.2 but RSTs/);
    assert.equal(because(findings[0]?.ruledOut, 'harmless'), 'the connection never came about');
    assert.match(because(findings[0]?.ruledOut, 'restart'), /^192\.0\.2\.2:8080 accepted nothing in the whole capture/);
  });

  it('groups attempts to one port, and keeps apart those to another', async () => {
    const again = (port: number, target: number) => [
      `10:00:02.000000 IP 192.0.2.1.${port} > 192.0.2.2.${target}: Flags [S], seq 7000, win 64240, options [mss 1460], length 0`,
      `10:00:02.010000 IP 192.0.2.2.${target} > 192.0.2.1.${port}: Flags [R.], seq 0, ack 7001, win 0, length 0`,
    ];
    const { findings } = await explainText([...again(41000, 8080), ...again(41001, 8080), ...again(41002, 9090)]);
    assert.deepEqual(
      findings.map(({ count }) => count),
      [2, 1],
    );
  });

  it('does not fit a RST that answers nothing the capture holds', async () => {
    const { findings } = await explainText([
      '10:00:00.000000 IP 192.0.2.2.8080 > 192.0.2.1.40001: Flags [R.], seq 0, ack 1001, win 0, length 0',
    ]);
    assert.equal(findings[0]?.cause, 'undetermined');
  });
});
