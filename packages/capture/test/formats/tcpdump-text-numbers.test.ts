import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numbersOf, readText } from './tcpdump-text-reading.ts';

const out = 'IP 10.0.0.1.40000 > 10.0.0.2.80:';
const back = 'IP 10.0.0.2.80 > 10.0.0.1.40000:';

/** Sequence number and acknowledgment of each line, unsigned. */
function numbersIn(...lines: string[]) {
  const text = lines.map((line, index) => `17:15:00.${String(index).padStart(6, '0')} ${line}\n`).join('');
  const { segments, context } = readText(text);
  assert.equal(context.damage.count, 0);
  assert.equal(segments.length, lines.length);
  return segments.map(numbersOf);
}

const handshake = [
  `${out} Flags [S], seq 3000000000, win 5, length 0`,
  `${back} Flags [S.], seq 1000000000, ack 3000000001, win 5, length 0`,
];

test('relative numbers become absolute again by the numbers of the SYN-ACK', () => {
  assert.deepEqual(
    numbersIn(
      ...handshake,
      `${out} Flags [.], ack 1, win 5, length 0`,
      `${out} Flags [P.], seq 1:321, ack 1, win 5, length 320`,
      `${back} Flags [.], ack 321, win 5, length 0`,
      `${back} Flags [F.], seq 1, ack 321, win 5, length 0`,
      `${out} Flags [R], seq 3000000321, win 0, length 0`,
    ).slice(2),
    [
      [3000000001, 1000000001],
      [3000000001, 1000000001],
      [1000000001, 3000000321],
      [1000000001, 3000000321],
      [3000000321, 0],
    ],
  );
});

test('numbers printed with -S are taken as they are', () => {
  assert.deepEqual(
    numbersIn(
      ...handshake,
      `${out} Flags [.], ack 1000000001, win 5, length 0`,
      `${out} Flags [P.], seq 3000000001:3000000321, ack 1000000001, win 5, length 320`,
      `${back} Flags [R.], seq 0, ack 3000000321, win 5, length 0`,
    ).slice(2),
    [
      [3000000001, 1000000001],
      [3000000001, 1000000001],
      [0, 3000000321],
    ],
  );
});

test('numbers go round at 2^32 as they do on the wire', () => {
  const numbers = numbersIn(
    `${out} Flags [S], seq 4294967295, win 5, length 0`,
    `${back} Flags [S.], seq 4294967290, ack 0, win 5, length 0`,
    `${out} Flags [P.], seq 1:321, ack 1, win 5, length 320`,
    `${back} Flags [P.], seq 1:11, ack 321, win 5, length 10`,
    `${out} Flags [.], ack 11, win 5, length 0`,
  );
  assert.deepEqual(numbers.slice(2), [
    [0, 4294967291],
    [4294967291, 320],
    [320, 5],
  ]);
});

test('after a SYN that no SYN-ACK answers, numbers go on being relative to the connection before it', () => {
  // The answer of a TIME_WAIT socket: its old numbers. The RST of the new attempt is printed relative to the old base too.
  const numbers = numbersIn(
    ...handshake,
    `${out} Flags [P.], seq 1:101, ack 1, win 5, length 100`,
    `${back} Flags [F.], seq 1, ack 101, win 5, length 0`,
    `${out} Flags [F.], seq 101, ack 2, win 5, length 0`,
    `${back} Flags [.], ack 102, win 5, length 0`,
    `${out} Flags [S], seq 2900000000, win 5, length 0`,
    `${back} Flags [.], ack 102, win 5, length 0`,
    `${out} Flags [R.], seq 4194967297, ack 2, win 0, length 0`,
  );
  assert.deepEqual(numbers.slice(5), [
    [1000000002, 3000000102],
    [2900000000, 0],
    [1000000002, 3000000102],
    [2900000001, 1000000002],
  ]);
});

test('a SYN-ACK on reused endpoints starts new numbers', () => {
  const numbers = numbersIn(
    ...handshake,
    `${out} Flags [R.], seq 1, ack 1, win 0, length 0`,
    `${out} Flags [S], seq 50, win 5, length 0`,
    `${back} Flags [S.], seq 4000000000, ack 51, win 5, length 0`,
    `${out} Flags [P.], seq 1:6, ack 1, win 5, length 5`,
  );
  assert.deepEqual(numbers[5], [51, 4000000001]);
});

test('a capture that begins in the middle of a connection gives its base with the first segment that has ACK', () => {
  assert.deepEqual(
    numbersIn(
      `${out} Flags [P.], seq 3000000000:3000000010, ack 1000000000, win 5, length 10`,
      `${back} Flags [P.], seq 1:6, ack 10, win 5, length 5`,
      `${out} Flags [.], ack 6, win 5, length 0`,
    ),
    [
      [3000000000, 1000000000],
      [1000000000, 3000000010],
      [3000000010, 1000000005],
    ],
  );
});

test('a RST that answers a SYN and carries sequence number 0 sets bases like any segment with ACK', () => {
  assert.deepEqual(
    numbersIn(
      `${out} Flags [S], seq 3000000000, win 5, length 0`,
      `${back} Flags [R.], seq 0, ack 3000000001, win 0, length 0`,
      `${out} Flags [S], seq 3000000000, win 5, length 0`,
      `${back} Flags [R.], seq 0, ack 1, win 0, length 0`,
    ),
    [
      [3000000000, 0],
      [0, 3000000001],
      [3000000000, 0],
      [0, 3000000001],
    ],
  );
});

test('SACK blocks are relative to the other end, on the first segment too', () => {
  const { segments } = readText(
    [
      `17:15:00.1 ${back} Flags [.], ack 3000000001, win 5, options [nop,nop,sack 2 {1461:2921}{4381:5841}], length 0`,
      `17:15:00.2 ${back} Flags [.], ack 1, win 5, options [nop,nop,sack 1 {1461:2921}], length 0`,
      `17:15:00.3 ${back} Flags [.], ack 2921, win 5, length 0`,
    ].join('\n'),
  );
  assert.deepEqual(
    segments.map(({ sackLeft, sackRight }) => [sackLeft >>> 0, sackRight >>> 0]),
    [
      [3000001461, 3000002921],
      [3000001461, 3000002921],
      [0, 0],
    ],
  );
  const absolute = readText(
    `17:15:00.1 ${back} Flags [.], ack 3000000001, win 5, options [sack 1 {3000001461:3000002921}], length 0\n`,
  );
  assert.equal((absolute.segments[0]?.sackLeft ?? 0) >>> 0, 3000001461);
});

test('text whose first lines were cut off keeps the numbers as they stand, consistent with one another', () => {
  assert.deepEqual(
    numbersIn(
      `${out} Flags [P.], seq 5001:6001, ack 322, win 5, length 1000`,
      `${back} Flags [.], ack 6001, win 5, length 0`,
      `${out} Flags [P.], seq 6001:7001, ack 322, win 5, length 1000`,
    ),
    [
      [5001, 322],
      [322, 6001],
      [6001, 322],
    ],
  );
});

test('where the SYN is in the text and its SYN-ACK is not, the SYN gives the base of its side', () => {
  assert.deepEqual(
    numbersIn(
      `${out} Flags [S], seq 3000000000, win 5, length 0`,
      `${out} Flags [.], ack 1, win 5, length 0`,
      `${out} Flags [P.], seq 1:101, ack 1, win 5, length 100`,
    ),
    [
      [3000000000, 0],
      [3000000001, 1],
      [3000000001, 1],
    ],
  );
});

test('where only one direction was captured, its first ACK is absolute', () => {
  assert.deepEqual(
    numbersIn(
      `${out} Flags [S], seq 3000000000, win 5, length 0`,
      `${out} Flags [.], ack 1000000001, win 5, length 0`,
      `${out} Flags [P.], seq 0:100, ack 1, win 5, length 100`,
    ),
    [
      [3000000000, 0],
      [3000000001, 1000000001],
      [3000000001, 1000000001],
    ],
  );
});

test('a sequence number that is not printed is what its sender would send next', () => {
  const numbers = numbersIn(
    ...handshake,
    `${out} Flags [P.], seq 1:101, ack 1, win 5, length 100`,
    `${out} Flags [P.], seq 101:201, ack 1, win 5, length 100`,
    `${out} Flags [P.], seq 1:101, ack 1, win 5, length 100`,
    `${out} Flags [.], ack 1, win 5, length 0`,
  );
  assert.deepEqual(numbers[5], [3000000201, 1000000001]);
});

test('of two runs of tcpdump in one text, each has its own bases and its own -S', () => {
  const start = 'listening on eth0, link-type EN10MB (Ethernet), snapshot length 262144 bytes';
  const { segments } = readText(
    [
      start,
      `17:15:00.1 ${out} Flags [P.], seq 3000000000:3000000010, ack 1000000000, win 5, length 10`,
      `17:15:00.2 ${back} Flags [.], ack 10, win 5, length 0`,
      start,
      `17:16:00.1 ${out} Flags [P.], seq 3000000500:3000000510, ack 1000000900, win 5, length 10`,
      `17:16:00.2 ${back} Flags [.], ack 3000000510, win 5, length 0`,
    ].join('\n'),
  );
  assert.deepEqual(segments.map(numbersOf), [
    [3000000000, 1000000000],
    [1000000000, 3000000010],
    [3000000500, 1000000900],
    [1000000900, 3000000510],
  ]);
});

test('bases that tcpdump took from a segment with a broken header are lost, and what follows stays consistent', () => {
  const { segments, context } = readText(
    [
      `17:15:00.1 ${out} Flags [P.] [bad hdr length 40 - too long, > 20]`,
      `17:15:00.2 ${out} Flags [P.], seq 100:200, ack 5, win 5, length 100`,
      `17:15:00.3 ${back} Flags [.], ack 200, win 5, length 0`,
    ].join('\n'),
  );
  assert.equal(context.damage.count, 1);
  assert.deepEqual(segments.map(numbersOf), [
    [100, 5],
    [5, 200],
  ]);
});
