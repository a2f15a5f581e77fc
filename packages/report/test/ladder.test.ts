import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { renderLadder } from '../src/ladder.ts';
import { columns } from '../src/text/columns.ts';
import { bigLadder } from './sample-findings.ts';

/** Drawn as people see it; the first line break is for the eye. */
const drawn = {
  unicode: {
    100: `
  seconds   frame  originator                          responder
                   $LB_IP:$LP_PORT            [2001:db8::1]:8080
 0.000000       7  │◄─ FIN+ACK seq 2030898876 ack 1640887938 ──│
 0.000040      10  │── ACK ack 2030898877 ────────────────────►│  TIME_WAIT begins
55.589679      11  │── SYN seq 1563951501 win 64240 mss 1460 ─►│  76936438 before the old rcv_nxt,
                   │                                           │  and no timestamps that would tell
                   │                                           │  it apart
55.589701      12  │◄─ ACK ack 1640887939 ─────────────────────│  the old ACK → no SYN-ACK
58.590370  100017  │·· ICMP 3/13 from 10.0.0.1 ················│`,
    80: `
  seconds   frame  originator                                          responder
                   $LB_IP:$LP_PORT                            [2001:db8::1]:8080
 0.000000       7  │◄─ FIN+ACK seq 2030898876 ack 1640887938 ──────────────────│
 0.000040      10  │── ACK ack 2030898877 ────────────────────────────────────►│
                   │   TIME_WAIT begins                                        │
55.589679      11  │── SYN seq 1563951501 win 64240 mss 1460 ─────────────────►│
                   │   76936438 before the old rcv_nxt, and no timestamps that │
                   │   would tell it apart                                     │
55.589701      12  │◄─ ACK ack 1640887939 ─────────────────────────────────────│
                   │   the old ACK → no SYN-ACK                                │
58.590370  100017  │·· ICMP 3/13 from 10.0.0.1 ································│`,
    50: `
originator                               responder
$LB_IP:$LP_PORT                 [2001:db8::1]:8080
│   frame 7, 0.000000 s                          │
│◄─ FIN+ACK seq 2030898876 ack 1640887938 ───────│
│   frame 10, 0.000040 s                         │
│── ACK ack 2030898877 ─────────────────────────►│
│   TIME_WAIT begins                             │
│   frame 11, 55.589679 s                        │
│── SYN seq 1563951501 win 64240 mss 1460 ──────►│
│   76936438 before the old rcv_nxt, and no      │
│   timestamps that would tell it apart          │
│   frame 12, 55.589701 s                        │
│◄─ ACK ack 1640887939 ──────────────────────────│
│   the old ACK → no SYN-ACK                     │
│   frame 100017, 58.590370 s                    │
│·· ICMP 3/13 from 10.0.0.1 ·····················│`,
  },
  ascii: {
    100: `
  seconds   frame  originator                          responder
                   $LB_IP:$LP_PORT            [2001:db8::1]:8080
 0.000000       7  |<- FIN+ACK seq 2030898876 ack 1640887938 --|
 0.000040      10  |-- ACK ack 2030898877 -------------------->|  TIME_WAIT begins
55.589679      11  |-- SYN seq 1563951501 win 64240 mss 1460 ->|  76936438 before the old rcv_nxt,
                   |                                           |  and no timestamps that would tell
                   |                                           |  it apart
55.589701      12  |<- ACK ack 1640887939 ---------------------|  the old ACK -> no SYN-ACK
58.590370  100017  |.. ICMP 3/13 from 10.0.0.1 ................|`,
    80: `
  seconds   frame  originator                                          responder
                   $LB_IP:$LP_PORT                            [2001:db8::1]:8080
 0.000000       7  |<- FIN+ACK seq 2030898876 ack 1640887938 ------------------|
 0.000040      10  |-- ACK ack 2030898877 ------------------------------------>|
                   |   TIME_WAIT begins                                        |
55.589679      11  |-- SYN seq 1563951501 win 64240 mss 1460 ----------------->|
                   |   76936438 before the old rcv_nxt, and no timestamps that |
                   |   would tell it apart                                     |
55.589701      12  |<- ACK ack 1640887939 -------------------------------------|
                   |   the old ACK -> no SYN-ACK                               |
58.590370  100017  |.. ICMP 3/13 from 10.0.0.1 ................................|`,
    50: `
originator                               responder
$LB_IP:$LP_PORT                 [2001:db8::1]:8080
|   frame 7, 0.000000 s                          |
|<- FIN+ACK seq 2030898876 ack 1640887938 -------|
|   frame 10, 0.000040 s                         |
|-- ACK ack 2030898877 ------------------------->|
|   TIME_WAIT begins                             |
|   frame 11, 55.589679 s                        |
|-- SYN seq 1563951501 win 64240 mss 1460 ------>|
|   76936438 before the old rcv_nxt, and no      |
|   timestamps that would tell it apart          |
|   frame 12, 55.589701 s                        |
|<- ACK ack 1640887939 --------------------------|
|   the old ACK -> no SYN-ACK                    |
|   frame 100017, 58.590370 s                    |
|.. ICMP 3/13 from 10.0.0.1 .....................|`,
  },
} as const;

describe('a ladder', () => {
  for (const [glyphs, byWidth] of Object.entries(drawn)) {
    for (const [width, text] of Object.entries(byWidth)) {
      test(`is drawn in ${glyphs} at ${width} columns like this`, () => {
        const lines = renderLadder(bigLadder, { width: Number(width), unicode: glyphs === 'unicode' });
        assert.equal(`\n${lines.join('\n')}`, text);
      });
    }
  }

  test('has no seconds where the capture has no times', () => {
    const rows = bigLadder.rows.slice(0, 2).map((row) => ({ ...row, sinceFirstNs: Number.NaN, note: '' }));
    assert.deepEqual(renderLadder({ ...bigLadder, rows }, { width: 80, unicode: false }), [
      'frame  originator                          responder',
      '       $LB_IP:$LP_PORT            [2001:db8::1]:8080',
      '    7  |<- FIN+ACK seq 2030898876 ack 1640887938 --|',
      '   10  |-- ACK ack 2030898877 -------------------->|',
    ]);
  });

  test('has as many decimals as it takes to tell one row from the next', () => {
    const seconds = (sinceFirstNs: number) => {
      const rows = bigLadder.rows.slice(0, 2).map((row, index) => ({ ...row, sinceFirstNs: index * sinceFirstNs }));
      return renderLadder({ ...bigLadder, rows }, { width: 100, unicode: false })[3]
        ?.trim()
        .split(' ')[0];
    };
    assert.equal(seconds(1_500_000), '0.002');
    assert.equal(seconds(22_000), '0.000022');
    assert.equal(seconds(450), '0.000000450');
  });

  test('says beside a retransmission which frame it sends again', () => {
    const rows = bigLadder.rows.slice(0, 2).map((row, index) => (index === 1 ? { ...row, repeats: 7 } : row));
    const lines = renderLadder({ ...bigLadder, rows }, { width: 110, unicode: false });
    assert.match(lines.at(-1) ?? '', /\| {2}TIME_WAIT begins; frame 7 sent again$/);
  });

  test('without rows shows the two ends', () => {
    assert.equal(renderLadder({ ...bigLadder, rows: [] }, { width: 80, unicode: true }).length, 2);
  });

  test('carries no escape sequence of a name in the capture', () => {
    const hostile = '\u001b]0;x\u0007\u001b[31mname\nname';
    const rows = [{ frame: 1, sinceFirstNs: 0, from: 'icmp', text: hostile, note: hostile }] as const;
    const lines = renderLadder({ ...bigLadder, originator: hostile, rows }, { width: 80, unicode: true });
    assert.doesNotMatch(lines.join(''), /\p{Cc}/u);
  });

  test('is never wider than it may be, whatever is in it, but for the address of an end', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('大きさ'.repeat(30), 'x'.repeat(200)),
    );
    const row = fc.record({
      frame: fc.nat(),
      sinceFirstNs: fc.oneof(fc.nat(1e12), fc.constant(Number.NaN), fc.integer()),
      from: fc.constantFrom('originator' as const, 'responder' as const, 'icmp' as const),
      text,
      note: text,
    });
    fc.assert(
      fc.property(fc.array(row), fc.integer({ min: 38, max: 110 }), fc.boolean(), (rows, width, unicode) => {
        for (const line of renderLadder({ ...bigLadder, rows }, { width, unicode })) {
          assert(columns(line) <= width, `${columns(line)} columns of ${width}: ${line}`);
        }
      }),
    );
  });

  test('has its bars under each other, whatever stands between them', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ' ', '大', 'é', '👍') });
    fc.assert(
      fc.property(text, text, fc.integer({ min: 38, max: 110 }), (words, note, width) => {
        const [first, ...rest] = bigLadder.rows;
        assert(first);
        const lines = renderLadder(
          { ...bigLadder, rows: [{ ...first, text: words, note }, ...rest] },
          { width, unicode: true },
        );
        const bars = lines.slice(2).map((line) => columns(line.slice(0, line.lastIndexOf('│'))));
        assert.deepEqual(new Set(bars.filter((bar) => bar > 0)).size, 1, lines.join('\n'));
      }),
    );
  });
});
