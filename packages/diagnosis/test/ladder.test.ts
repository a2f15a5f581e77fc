import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { explainText } from './explain-text.ts';

const there = 'IP 192.0.2.1.40000 > 192.0.2.2.80:';
const back = 'IP 192.0.2.2.80 > 192.0.2.1.40000:';

describe('the rows of a ladder', () => {
  it('name the frame that a retransmission sends again; an ACK that says the same is no retransmission', async () => {
    const { findings } = await explainText([
      `10:00:00.000000 ${there} Flags [S], seq 1000, win 64240, options [mss 1460], length 0`,
      `10:00:01.000000 ${there} Flags [S], seq 1000, win 64240, options [mss 1460], length 0`,
      `10:00:01.001000 ${back} Flags [S.], seq 5000, ack 1001, win 65160, options [mss 1460], length 0`,
      `10:00:01.002000 ${there} Flags [.], ack 5001, win 502, length 0`,
      `10:00:01.003000 ${there} Flags [.], ack 5001, win 502, length 0`,
      `10:00:01.004000 ${there} Flags [P.], seq 1001:1011, ack 5001, win 502, length 10`,
      `10:00:01.304000 ${there} Flags [P.], seq 1001:1011, ack 5001, win 502, length 10`,
      `10:00:01.305000 ${back} Flags [R.], seq 5001, ack 1011, win 501, length 0`,
    ]);
    const rows = findings[0]?.ladder?.rows ?? [];
    assert.deepEqual(
      rows.flatMap(({ frame, repeats }) => (repeats === undefined ? [] : [[frame, repeats]])),
      [
        [2, 1],
        [7, 6],
      ],
    );
  });

  it('call a probe a probe, also one with the last byte in it; that byte before it was acknowledged is sent again', async () => {
    const { findings } = await explainText([
      `10:00:00.000000 ${there} Flags [S], seq 1000, win 64240, options [mss 1460], length 0`,
      `10:00:00.001000 ${back} Flags [S.], seq 5000, ack 1001, win 65160, options [mss 1460], length 0`,
      `10:00:00.002000 ${there} Flags [.], ack 5001, win 502, length 0`,
      `10:00:01.000000 ${there} Flags [P.], seq 1001:1002, ack 5001, win 502, length 1`,
      `10:00:01.300000 ${there} Flags [P.], seq 1001:1002, ack 5001, win 502, length 1`,
      `10:00:01.301000 ${back} Flags [.], ack 1002, win 501, length 0`,
      `10:00:20.000000 ${there} Flags [.], seq 1001:1002, ack 5001, win 502, length 1`,
      `10:00:20.001000 ${back} Flags [.], ack 1002, win 0, length 0`,
      `10:00:30.000000 ${there} Flags [.], seq 1001, ack 5001, win 502, length 0`,
      `10:00:30.001000 ${back} Flags [R.], seq 5001, ack 1002, win 501, length 0`,
    ]);
    const rows = findings[0]?.ladder?.rows ?? [];
    assert.deepEqual(
      rows
        .filter(({ frame, from }) => frame > 3 && from === 'originator')
        .map(({ frame, note, repeats }) => [frame, note, repeats]),
      [
        [4, '', undefined],
        [5, '', 4],
        [7, 'keep-alive probe', undefined],
        [9, 'window probe', undefined],
      ],
    );
  });
});
