import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { looksLikeNgrepText } from '../../src/formats/ngrep-text.ts';
import { ACK, FIN, PSH, RST, SYN } from '../../src/segment.ts';
import { instantsOf, type ReadBytes, readBytes } from '../build/read-bytes.ts';
import { endpointsOf } from './tcpdump-text-reading.ts';

function read(...lines: string[]): Promise<ReadBytes> {
  return readBytes(Buffer.from(`${lines.join('\n')}\n`));
}

const dated = [
  'interface: eth0 (192.0.2.0/255.255.255.0)',
  'filter: ( tcp ) and ((ip || ip6) || (vlan && (ip || ip6)))',
  '##',
  'T 2017/04/13 01:22:11.436659 192.0.2.1:40000 -> 192.0.2.2:80 [S] #3',
  '####',
  'T 2017/04/13 01:22:11.437033 192.0.2.2:80 -> 192.0.2.1:40000 [AS] #7',
  '#',
  'T 2017/04/13 01:22:11.437057 192.0.2.1:40000 -> 192.0.2.2:80 [AP] #8',
  '  GET / HTTP/1.1..Host: example.com....                                        ',
  '#',
  'T 2017/04/13 01:22:11.440700 192.0.2.2:80 -> 192.0.2.1:40000 [A] #9',
  '  48 54 54 50 2f 31 2e 31    20 32 30 30 20 4f 4b 0d    HTTP/1.1 200 OK.',
  '##exit',
  '12 received, 0 dropped',
];

describe("ngrep's text", () => {
  it('is read with flags, ends and instants', async () => {
    const told = await read(...dated);
    assert.equal(told.reading.kind, 'ngrep-text');
    assert.equal(told.reading.clock, 'absolute');
    assert.deepEqual(
      told.segments.map(({ flags }) => flags),
      [SYN, SYN | ACK, ACK | PSH, ACK],
    );
    assert.equal(endpointsOf(told.segments[1] as never), '192.0.2.2:80 > 192.0.2.1:40000');
    const start = BigInt(Date.UTC(2017, 3, 13, 1, 22, 11)) * 1_000_000n;
    assert.deepEqual(instantsOf(told), [
      start + 436_659_000n,
      start + 437_033_000n,
      start + 437_057_000n,
      start + 440_700_000n,
    ]);
  });

  it('has no numbers: its segments say so, and show a TTL and an IP ID as unknown', async () => {
    const { segments } = await read(...dated);
    for (const { numbersUnknown, sequence, acknowledgment, ttl, ipId, dontFragment } of segments) {
      assert.equal(numbersUnknown, 1);
      assert.deepEqual([sequence, acknowledgment, ttl, ipId, dontFragment], [0, 0, -1, -1, -1]);
    }
  });

  it('tells of payload by the PSH flag or by what is printed below, and not by the marks of progress', async () => {
    const { segments } = await read(...dated);
    assert.deepEqual(
      segments.map(({ payloadBytes }) => payloadBytes),
      [0, 0, 1, 1],
    );
  });

  it('tells of payload on the same line (-W single)', async () => {
    const { segments } = await read('T 192.0.2.1:40000 -> 192.0.2.2:80 [A] #1  GET / HTTP/1.1..');
    assert.equal(segments[0]?.payloadBytes, 1);
  });

  it('counts frames by packet lines, also of UDP, ICMP and fragments', async () => {
    const { segments, context } = await read(
      'U 192.0.2.1:53 -> 192.0.2.2:5353 #1',
      '  ...',
      'T 192.0.2.1:40000 -> 192.0.2.2:80 [S] #2',
      'I 192.0.2.2 -> 192.0.2.1 3:3 #3',
      'T 192.0.2.1 -> 192.0.2.2 +1a2b@1480:20 #4',
      'T 192.0.2.1:40000 -> 192.0.2.2:80 [R] #5',
    );
    assert.deepEqual(
      segments.map(({ frame, flags }) => [frame, flags]),
      [
        [2, SYN],
        [5, RST],
      ],
    );
    assert.equal(context.tallies.frames, 5);
    assert.equal(context.tallies.undecodedFrames, 2);
    assert.equal(context.tallies.fragmentsHidingTcp, 1);
  });

  it('has differences of time with -T: each to the packet before, and with -T -T to the first', async () => {
    const line = (stamp: string) => `T ${stamp} 192.0.2.1:40000 -> 192.0.2.2:80 [A] #1`;
    const deltas = await read(line('+0.000000'), line('+1.500000'), line('+0.250000'));
    assert.equal(deltas.reading.clock, 'relative');
    assert.deepEqual(
      deltas.segments.map(({ instantNs }) => instantNs),
      [0, 1.5e9, 1.75e9],
    );
    const sinceFirst = await read(line('+0.000000'), line('+1.500000'), line('+1.750000'));
    assert.deepEqual(
      sinceFirst.segments.map(({ instantNs }) => instantNs),
      [0, 1.5e9, 1.75e9],
    );
  });

  it('has no times at all without an option', async () => {
    const { reading } = await read('T 192.0.2.1:40000 -> 192.0.2.2:80 [AF] #1');
    assert.equal(reading.clock, 'none');
  });

  it('splits the port from an IPv6 address at the last colon, with brackets or without', async () => {
    const { segments } = await read(
      'T 2001:db8::1:40000 -> 2001:db8::2:443 [S] #1',
      'T [2001:db8::2]:443 -> [2001:db8::1]:40000 [AS] #2',
    );
    assert.deepEqual(
      segments.map((segment) => endpointsOf(segment)),
      ['2001:db8::1:40000 > 2001:db8::2:443', '2001:db8::2:443 > 2001:db8::1:40000'],
    );
  });

  it('may have placeholders, quote marks, list numbers, colours and marks of progress in front', async () => {
    const { segments, context } = await read(
      '> T 2017/04/13 01:22:11.436659 $LB_IP:$LB_PORT -> $SERVER_IP:$SERVER_PORT [S]',
      '2. T 2017/04/13 01:22:11.437033 $SERVER_IP:$SERVER_PORT -> $LB_IP:$LB_PORT [AS]',
      '###T 2017/04/13 01:22:11.437057 $LB_IP:$LB_PORT -&gt; $SERVER_IP:$SERVER_PORT [A]',
      '\u001b[1mT 2017/04/13 01:22:11.440700\u001b[0m $LB_IP:$LB_PORT -> $SERVER_IP:$SERVER_PORT [AF]',
    );
    assert.deepEqual(
      segments.map(({ flags }) => flags),
      [SYN, SYN | ACK, ACK, ACK | FIN],
    );
    assert.deepEqual(endpointsOf(segments[0] as never, context.names), '$LB_IP:$LB_PORT > $SERVER_IP:$SERVER_PORT');
  });

  it('is told from prose, from a log and from unknown letters between the brackets', () => {
    assert.equal(looksLikeNgrepText('T 192.0.2.1:1 -> 192.0.2.2:2 [AP] #3\n'), true);
    for (const line of [
      'The way is T a -> b [A]',
      'T a -> b [A]',
      'T 192.0.2.1:1 -> 192.0.2.2:2 [AX]',
      'T 192.0.2.1:1 -> 192.0.2.2:2 []',
      '  42188 [A]',
      'I 192.0.2.2 -> 192.0.2.1 3:3',
    ]) {
      assert.equal(looksLikeNgrepText(`${line}\n`), false, line);
    }
  });

  it('reads the same in pieces of any size', async () => {
    const text = Buffer.from(`${dated.join('\n')}\n`.repeat(200));
    const whole = await readBytes(text);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 100, max: 5000 }), async (size) => {
        assert.deepEqual((await readBytes(text, size)).segments, whole.segments);
      }),
      { numRuns: 10 },
    );
  });
});
