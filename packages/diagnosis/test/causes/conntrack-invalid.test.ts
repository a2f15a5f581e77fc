import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { explainText } from '../explain-text.ts';
import { details, exchange, handshake, ids, nextRequest, only, type Segment } from '../told.ts';

const odd: Segment = { at: 1, from: 'originator', flags: '.', seq: 90_001_101, ack: 5051, length: 100 };
const reset: Segment = { at: 1.0005, from: 'responder', flags: 'R', seq: 5051, ttl: 63 };
const after: Segment = { at: 1.2, from: 'responder', flags: 'P.', seq: 5051, ack: 1101, length: 50 };
const before = [...handshake(), ...exchange(0.02)];

describe('conntrack-invalid', () => {
  it('is no segment beyond a window of which the SYNs, which tell how it is scaled, are not in the capture', async () => {
    const finding = await only([...exchange(0.02), odd, reset, after]);
    assert.notEqual(finding.cause, 'conntrack-invalid');
  });

  it('a segment beyond the window, answered from nearer, while the real end goes on, is proven', async () => {
    const finding = await only([...before, odd, reset, after]);
    assert.equal(finding.cause, 'conntrack-invalid');
    assert.equal(finding.verdict, 'proven');
    assert.equal(finding.sentBy, 'nat-host');
    assert.match(details(finding), /it ends at 90001201, 89,935,960 bytes beyond the window/);
    assert.match(details(finding), /500 µs later \(the handshake took 10\.0 ms to the responder and back\)/);
    assert.ok(ids(finding.ruledOut).includes('anycast-shift'));
  });

  it('without anything of the real end afterwards, a second edge stays possible', async () => {
    const finding = await only([...before, odd, reset]);
    assert.equal(finding.verdict, 'likely');
    assert.deepEqual(ids(finding.stillPossible), ['anycast-shift']);
  });

  it('flags that no TCP sends are odd as well', async () => {
    const finding = await only([...before, { ...odd, flags: 'FS.', seq: 1101, length: 0 }, reset, after]);
    assert.equal(finding.cause, 'conntrack-invalid');
  });

  it('an ordinary segment before the RST is a rule, not INVALID', async () => {
    assert.equal((await only([...before, nextRequest(1), reset, after])).cause, 'firewall-reject');
  });

  it("the responder's own TTL excludes it", async () => {
    assert.notEqual((await only([...before, odd, { ...reset, ttl: 62 }, after])).cause, 'conntrack-invalid');
  });
});

describe('a packet that leaves untranslated', () => {
  /** A connection to 192.0.2.2:80 and, from an address behind it, a packet that the originator resets. */
  const story = ({ ack = 1101, seq = 100_005_051, seconds = 1, closed = false, goesOn = false, port = 40_000 }) => {
    const there = 'IP 192.0.2.1.40000 > 192.0.2.2.80:';
    const back = 'IP 192.0.2.2.80 > 192.0.2.1.40000:';
    const at = String(seconds).padStart(2, '0');
    return explainText([
      `10:00:00.000000 ${there} Flags [S], seq 1000, win 64240, options [mss 1460], length 0`,
      `10:00:00.001000 ${back} Flags [S.], seq 5000, ack 1001, win 64240, options [mss 1460], length 0`,
      `10:00:00.001100 ${there} Flags [.], ack 5001, win 501, length 0`,
      `10:00:00.002000 ${there} Flags [P.], seq 1001:1101, ack 5001, win 501, length 100`,
      `10:00:00.003000 ${back} Flags [P.], seq 5001:5051, ack 1101, win 501, length 50`,
      `10:00:00.003100 ${there} Flags [.], ack 5051, win 501, length 0`,
      ...(closed ? [`10:00:00.500000 ${there} Flags [F.], seq 1101, ack 5051, win 501, length 0`] : []),
      `10:00:${at}.000000 IP 10.0.0.7.8080 > 192.0.2.1.${port}: Flags [.], seq ${seq}:${seq + 100}, ack ${ack}, win 501, length 100`,
      `10:00:${at}.000100 IP 192.0.2.1.${port} > 10.0.0.7.8080: Flags [R], seq ${ack}, win 0, length 0`,
      ...(goesOn ? [`10:00:${at}.500000 ${back} Flags [P.], seq 5051:5151, ack 1101, win 501, length 100`] : []),
    ]);
  };

  it('has the port and the numbers of a connection with another address', async () => {
    const { findings } = await story({});
    assert.deepEqual(
      [findings.length, findings[0]?.cause, findings[0]?.sentBy],
      [1, 'conntrack-invalid', 'originator'],
    );
    assert.match(JSON.stringify(findings[0]?.whys), /ack 1101 = all that it had sent there/);
    assert.match(JSON.stringify(findings[0]?.whys), /100,000,000 bytes ahead of what was due \(5051\)/);
    assert.match(findings[0]?.remedies[0]?.commands.join() ?? '', /-I FORWARD .* INVALID -j DROP/);
  });

  it('may come of an entry that was forgotten, when the connection was silent before', async () => {
    const { findings } = await story({ seconds: 30 });
    assert.ok(findings[0]?.stillPossible.some(({ cause }) => cause === 'idle-timeout'));
  });

  it('is not said to be ahead of what was due where the connection went on', async () => {
    const { findings } = await story({ goesOn: true });
    assert.deepEqual([findings[0]?.cause, findings[0]?.verdict], ['conntrack-invalid', 'possible']);
    assert.match(JSON.stringify(findings[0]?.whys), /its seq is 100005051; the connection went on, to seq 5151/);
    assert.match(JSON.stringify(findings[0]?.ruledOut), /heard afterwards \(until frame 9\): its entry was there/);
  });

  it('is only possible when its number is just what was due', async () => {
    const { findings } = await story({ seq: 5051 });
    assert.deepEqual([findings[0]?.cause, findings[0]?.verdict], ['conntrack-invalid', 'possible']);
  });

  for (const [how, options] of Object.entries({
    'with another number': { ack: 1102 },
    'to another port': { port: 40_001 },
    'of a connection that was closed': { closed: true },
  })) {
    it(`is not one ${how}`, async () => {
      const { findings } = await story(options);
      assert.ok(findings.every(({ cause }) => cause !== 'conntrack-invalid'));
    });
  }
});
