import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { looksLikeTcpdumpText } from '../../src/formats/tcpdump-text.ts';
import { readText } from './tcpdump-text-reading.ts';

const runs = { numRuns: Number(process.env.FUZZ_RUNS ?? 300) };

/** Lines of all forms; what is done to them below makes the rest. */
const lines = [
  '17:15:00.320997 IP 192.0.2.1.40000 > 192.0.2.2.80: Flags [S], seq 3000000000, win 64240, options [mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7], length 0',
  '17:15:00.320998 IP 192.0.2.2.80 > 192.0.2.1.40000: Flags [S.], seq 1000000000, ack 3000000001, win 5, options [sack 1 {1:2}], length 0',
  '17:15:00.320999 IP 192.0.2.1.40000 > 192.0.2.2.80: Flags [P.], seq 1:321, ack 1, win 5, length 320: HTTP: GET / HTTP/1.1',
  '2017-04-13 01:22:11.436659 IP6 (flowlabel 0x12345, hlim 64, next-header TCP (6) payload length: 40) 2001:db8::1.1 > 2001:db8::2.2: Flags [R], cksum 0x1 (correct), seq 7, win 5, length 0',
  '17:15:01.320997 IP (tos 0x0, ttl 64, id 1234, offset 0, flags [DF], proto TCP (6), length 60)',
  '    192.0.2.1.40000 > 192.0.2.2.80: Flags [.], cksum 0x1234 (correct), ack 1, win 5, length 0',
  '    10.0.0.1 > 10.0.0.2: ICMP host 10.0.0.3 unreachable - admin prohibited filter, length 68',
  '\tIP (tos 0x0, ttl 63, id 2, offset 0, flags [DF], proto TCP (6), length 60)',
  '17:15:02.320997 02:00:5e:00:53:01 > 02:00:5e:00:53:02, ethertype IPv4 (0x0800), length 54: 192.0.2.1.1 > 192.0.2.2.2: Flags [F.], seq 7, ack 8, win 5, length 0',
  '17:15:03.320997 eth0  In  IP $LB_IP:$LB_PORT > <server>.https: S 7:7(0) ack 9 win 100 <mss 1460> (DF)',
  '17:15:04.320997 IP 192.0.2.1 > 192.0.2.2: GREv0, length 64: IP 10.9.0.1.1 > 10.9.0.2.2: Flags [S], seq 7, win 5, length 0',
  '17:15:05.320997 IP 192.0.2.1.5555 > 192.0.2.2.4789: VXLAN, flags [I] (0x08), vni 7',
  ' 00:00:00.000000 IP 192.0.2.1.1 > 192.0.2.2.2: tcp 0',
  'listening on eth0, link-type EN10MB (Ethernet), snapshot length 262144 bytes',
  '3 packets dropped by kernel',
  'prose > more: prose',
];

/** A line in which something was cut out, doubled or replaced. */
const mutatedLine = fc
  .tuple(fc.constantFrom(...lines), fc.nat(200), fc.nat(20), fc.string({ unit: 'binary', maxLength: 8 }))
  .map(([line, at, length, insertion]) => line.slice(0, at) + insertion + line.slice(at + length));

const mutatedText = fc
  .array(fc.oneof(fc.constantFrom(...lines), mutatedLine), { maxLength: 40 })
  .map((parts) => parts.join('\n'));

function accountsForEveryFrame(text: string | Uint8Array): boolean {
  const { context, reader, segments } = readText(text);
  const { tallies, damage } = context;
  const counted =
    tallies.tcpFrames + tallies.icmpErrors + tallies.undecodedFrames + tallies.cutHeaders + tallies.fragmentsHidingTcp;
  return (
    tallies.frames === reader.frames &&
    tallies.segments === segments.length &&
    counted <= tallies.frames &&
    counted + damage.count >= tallies.frames
  );
}

test('no bytes make the reader throw, and every frame is counted once', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 4000 }), (bytes) => accountsForEveryFrame(bytes)),
    runs,
  );
});

test('no change to lines of tcpdump makes the reader throw, and every frame is counted once', () => {
  fc.assert(
    fc.property(mutatedText, (text) => {
      looksLikeTcpdumpText(text);
      return accountsForEveryFrame(text);
    }),
    runs,
  );
});

test('all fields of all segments are integers, whatever was read', () => {
  fc.assert(
    fc.property(mutatedText, (text) => {
      for (const segment of readText(text).segments) {
        for (const [field, value] of Object.entries(segment)) {
          if (field === 'instantNs') assert.ok(Number.isSafeInteger(value), field);
          else assert.equal(value, value | 0, field);
        }
      }
    }),
    runs,
  );
});

test('a text reads the same in one piece and byte by byte', () => {
  fc.assert(
    fc.property(mutatedText, fc.integer({ min: 1, max: 300 }), (text, pieceBytes) => {
      const whole = readText(text);
      const pieces = readText(text, pieceBytes);
      assert.deepEqual(pieces.segments, whole.segments);
      assert.deepEqual(pieces.context.damage, whole.context.damage);
      assert.equal(pieces.reader.clock, whole.reader.clock);
    }),
    runs,
  );
});

test('a line without end is one damage, is not kept, and what follows it is read', () => {
  const packet = `${lines[0]}\n`;
  const long = Buffer.alloc(300_000, 'x');
  for (const pieceBytes of [1000, 50_000, Number.POSITIVE_INFINITY]) {
    const { segments, context } = readText(
      Buffer.concat([Buffer.from(packet), long, Buffer.from(`\n${packet}`)]),
      pieceBytes,
    );
    assert.equal(segments.length, 2);
    assert.deepEqual(
      context.damage.places.map(({ line }) => line),
      [2],
    );
  }
  const { reader } = readText('');
  assert.equal(reader.read(long, 0, long.length, 0), long.length);
});

test('names are kept up to a limit, and the limit is told', () => {
  const text = Array.from(
    { length: 70_000 },
    (_, index) => `17:15:00.320997 IP host${index}.1 > other.2: Flags [S], seq 7, win 5, length 0\n`,
  ).join('');
  const { context } = readText(text);
  assert.equal(context.names.length, 65_536);
  assert.equal(context.damage.count, 1);
});

test('no line takes time that grows faster than its length', () => {
  const pieces = [
    ' ',
    '1',
    '[',
    '<',
    '>',
    ' > ',
    ': Flags [',
    ', ',
    'nop,',
    '{',
    'IP ',
    '17:15:00.320997 ',
    '(tos 0x0, ',
    '? ',
    '\u001b[',
    '&gt;',
  ];
  const fronts = [
    '',
    '17:15:00.320997 IP ',
    '17:15:00.320997 IP a.1 > b.2: ',
    '17:15:00.320997 IP a.1 > b.2: Flags [S], seq 1, win 5, options [',
  ];
  for (const front of fronts) {
    for (const piece of pieces) {
      const start = process.cpuUsage(); // not the clock: other tests run beside this one
      const line = front + piece.repeat(Math.floor(60_000 / piece.length));
      readText(`${line}\n`);
      readText(piece.repeat(Math.floor(1_000_000 / piece.length)));
      looksLikeTcpdumpText(line);
      const elapsedMs = process.cpuUsage(start).user / 1000;
      assert.ok(elapsedMs < 1500, `${elapsedMs} ms for ${front}${piece}...`);
    }
  }
});
