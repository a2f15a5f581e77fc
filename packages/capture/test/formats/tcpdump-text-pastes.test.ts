import assert from 'node:assert/strict';
import { test } from 'node:test';
import { looksLikeTcpdumpText } from '../../src/formats/tcpdump-text.ts';
import { OPTION_TIMESTAMPS, SYN } from '../../src/segment.ts';
import { endpointsOf, numbersOf, readOne, readText } from './tcpdump-text-reading.ts';

const packet = '17:15:00.320997 IP 192.0.2.1.40000 > 192.0.2.2.80: Flags [S], seq 7, win 5, length 0';

test('placeholders in place of addresses keep apart who is who', () => {
  for (const [source, destination] of [
    ['$LB_IP:$LB_PORT', '$SERVER_IP:$SERVER_PORT'],
    ['<client>.1234', '[IP].80'],
    ['<client ip>.1234', '<my server>.80'],
    ['x.x.x.x.443', 'y.y.y.y.51234'],
    ['clïent.example.com.https', 'db-1.50000'],
  ] as const) {
    const { segments, context } = readText(
      `17:15:00.1 IP ${source} > ${destination}: Flags [S], seq 7, win 5, length 0\n` +
        `17:15:00.2 IP ${destination} > ${source}: Flags [S.], seq 9, ack 8, win 5, length 0\n`,
    );
    const [syn, synAck] = segments;
    assert.deepEqual([syn?.family, synAck?.family], [0, 0]);
    assert.equal(syn?.source3, synAck?.destination3);
    assert.equal(syn?.sourcePort, synAck?.destinationPort);
    assert.notEqual(syn?.source3, syn?.destination3);
    assert.equal(context.damage.count, 0);
  }
});

test('names and placeholders are kept as they were written', () => {
  const { segments, context } = readText(
    '17:15:00.1 IP clïent.example.com.https > $SERVER:$PORT: Flags [S], seq 7, win 5, length 0\n',
  );
  const [segment] = segments;
  assert.ok(segment);
  assert.equal(endpointsOf(segment, context.names), 'clïent.example.com:443 > $SERVER:$PORT');
});

test('a real address beside a placeholder is a name too', () => {
  const { segments, context } = readText(
    '17:15:00.1 IP 192.0.2.1.80 > x.x.x.x.1234: Flags [S], seq 7, win 5, length 0\n',
  );
  assert.equal(segments[0]?.family, 0);
  assert.deepEqual(context.names, ['192.0.2.1', 'x.x.x.x']);
});

test('a port is a number, the number behind a well-known name, or a name', () => {
  const { segments, context } = readText(
    '17:15:00.1 IP 192.0.2.1.http > 192.0.2.2.my-service: Flags [S], seq 7, win 5, length 0\n',
  );
  assert.deepEqual([segments[0]?.family, segments[0]?.sourcePort, segments[0]?.destinationPort], [4, 80, 0x10000]);
  assert.deepEqual(context.names, ['my-service']);
});

test('marks around a line do not hide it', () => {
  for (const line of [
    `> ${packet}`,
    `>> | ${packet}`,
    `\`${packet}\``,
    `3. ${packet}`,
    `12) ${packet}`,
    `#3 ${packet}`,
    `[3] ${packet}`,
    `    3  ${packet}`,
    `- ${packet}\r`,
    `\t${packet}  \t`,
    packet.replaceAll(' > ', ' &gt; '),
    packet.replaceAll(' ', '\u00a0'),
    packet.replace('Flags [S]', '\u001b[01;31m\u001b[KFlags [S]\u001b[m\u001b[K'),
    `\ufeff${packet}`,
    `2023-09-01T12:00:00.123456789Z ${packet}`,
    `Sep  1 12:00:00 host tcpdump[12]: ${packet}`,
    `[pod/web-1/tcpdump] ${packet}`,
  ]) {
    const segment = readOne(line);
    assert.deepEqual(
      [endpointsOf(segment), segment.instantNs],
      ['192.0.2.1:40000 > 192.0.2.2:80', 62_100_320_997_000],
      line,
    );
    assert.ok(looksLikeTcpdumpText(`Hi all,\n${line}\nany idea?`), line);
  }
});

test('a quoted -v text keeps its two lines together', () => {
  const segment = readOne(
    '> 17:15:00.320997 IP (tos 0x0, ttl 63, id 5, offset 0, flags [DF], proto TCP (6), length 60)',
    '>     192.0.2.1.40000 > 192.0.2.2.80: Flags [S], cksum 0x1 (correct), seq 7, win 5, length 0',
  );
  assert.equal(segment.ttl, 63);
});

test('-t output is read where it stands alone, also indented or without its headers', () => {
  const segment = 'Flags [S], seq 7, win 5, length 0';
  for (const lines of [
    [`IP 192.0.2.1.1 > 192.0.2.2.2: ${segment}`, `IP 192.0.2.1.1 > 192.0.2.2.3: ${segment}`],
    [`    IP 192.0.2.1.1 > 192.0.2.2.2: ${segment}`, `    IP 192.0.2.1.1 > 192.0.2.2.3: ${segment}`],
    [`    192.0.2.1.1 > 192.0.2.2.2: ${segment}`, `    192.0.2.1.1 > 192.0.2.2.3: ${segment}`],
  ]) {
    const { segments } = readText(lines.join('\n'));
    assert.deepEqual(
      segments.map(({ destinationPort }) => destinationPort),
      [2, 3],
      lines[0],
    );
  }
});

test('a wrapped line is put together again, whether it broke at a space or in a word', () => {
  const whole =
    '17:15:00.320997 IP 192.0.2.1.40000 > 192.0.2.2.80: Flags [S], seq 1234567890, win 5, options [mss 1460,TS val 11 ecr 22], length 0';
  for (let at = 55; at < whole.length - 1; at += 1) {
    const lines = [whole.slice(0, at).trimEnd(), whole.slice(at).trimStart()];
    const { segments, context } = readText(lines.join('\n'));
    assert.equal(context.damage.count, 0, lines.join('\n'));
    assert.equal(segments.length, 1);
    const [segment] = segments;
    assert.ok(segment);
    assert.deepEqual(
      [segment.flags, segment.options & OPTION_TIMESTAMPS, numbersOf(segment)[0], segment.timestampEcho],
      [SYN, OPTION_TIMESTAMPS, 1234567890, 22],
      lines.join('\n'),
    );
  }
});

test('a line over three lines is put together too', () => {
  const segment = readOne(
    '17:15:00.320997 IP 192.0.2.1.40000 > 192.0.2.2.80: Flags [S], seq 12345,',
    'win 5, options [mss 1460,sackOK,TS val 11 ecr',
    '22], length 0',
  );
  assert.equal(segment.timestampEcho, 22);
});

test('a line that stops in the middle is damage, and what is certain of it is used', () => {
  const cases: [string, number][] = [
    ['17:15:00.3 IP 192.0.2.1.1 > 192.0.2.2.2: Flags [R.], seq 1234567, ack 76', 1],
    ['17:15:00.3 IP 192.0.2.1.1 > 192.0.2.2.2: Flags [R.], seq 1234567,', 1],
    ['17:15:00.3 IP 192.0.2.1.1 > 192.0.2.2.2: Flags [R.], seq 1234567:1234572, ack 9, win 5, options [mss 14', 1],
    ['17:15:00.3 IP 192.0.2.1.1 > 192.0.2.2.2: Flags [R', 0],
    ['17:15:00.3 IP 192.0.2.1.1 > 192.0.2.2.2: Fla', 0],
    ['17:15:00.3 IP 192.0.2.1.1 > 192.0.2.2.2:', 0],
    ['17:15:00.3 IP 192.0.2.1.1 > 192.0.2.', 0],
    ['17:15:00.3 IP 192.0', 0],
    ['17:15:00.3 IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto TCP (6), length 60)', 0],
  ];
  for (const [line, count] of cases) {
    for (const end of ['', '\n', `\n${packet}\n`]) {
      const { segments, context } = readText(`prose\n${line}${end}`);
      assert.deepEqual(
        context.damage.places.map((place) => [place.line, place.frame]),
        [[2, 1]],
        line,
      );
      assert.equal(segments.length, count + (end.length > 1 ? 1 : 0), line);
      if (count === 1) assert.equal(numbersOf(segments[0] as never)[0], 1234567);
    }
  }
});

test('a number at the end of a cut line may lack digits, so it is not used', () => {
  const { segments } = readText('17:15:00.3 IP 192.0.2.1.1 > 192.0.2.2.2: Flags [S], seq 1234');
  assert.deepEqual(segments.map(numbersOf), [[0, 0]]);
});

test('prose, prompts and what tcpdump says of itself are no damage', () => {
  const { segments, context, reader } = readText(
    [
      'IP addresses are changed. We saw 192.0.2.1.80 > x: resets.',
      '$ sudo tcpdump -nn port 80',
      'tcpdump: verbose output suppressed, use -v[v]... for full protocol decode',
      'listening on eth0, link-type EN10MB (Ethernet), snapshot length 262144 bytes',
      '',
      packet,
      '2024-01-01 12:00:00,123 INFO something > else: happened',
      '^C',
      '1 packet captured',
      '5 packets received by filter',
      '3 packets dropped by kernel',
      '1 packet dropped by interface',
    ].join('\n'),
  );
  assert.deepEqual([segments.length, reader.frames, context.damage.count], [1, 1, 0]);
  assert.equal(context.droppedPackets, 4);
  assert.deepEqual(context.interfaces, [{ linkType: 1, snapLengthBytes: 262_144, name: 'eth0' }]);
});

test("a payload's words are not taken for packets", () => {
  const { segments } = readText(
    [
      '17:15:00.1 IP 192.0.2.1.53 > 192.0.2.2.999: 1234 1/0/0 TXT "10.0.0.1.80 > 10.0.0.2.99: Flags [R], seq 1, win 0, length 0" (90)',
      '17:15:00.2 IP 192.0.2.1.53 > 192.0.2.2.999: 1234+ A? 10.0.0.1.80 > 10.0.0.2.99: Flags [R], seq 1, win 0, length 0. (90)',
      '17:15:00.3 IP 192.0.2.1.80 > 192.0.2.2.999: Flags [P.], seq 1:9, ack 1, win 5, length 8: HTTP: GET /10.0.0.1.80 > 10.0.0.2.99: Flags [R], seq 1, win 0, length 0',
      '\tHost: 10.0.0.1.80 > 10.0.0.2.99: Flags [R], seq 1, win 0, length 0',
      'IP 10.0.0.1.80 > 10.0.0.2.99: Flags [R], seq 1, win 0, length 0',
    ].join('\n'),
  );
  assert.deepEqual(
    segments.map(({ frame, destinationPort }) => [frame, destinationPort]),
    [[3, 999]],
  );
});

test('other texts and files do not look like tcpdump', () => {
  for (const text of [
    '',
    '\n\n\n',
    'T 2017/04/13 01:22:11.436659 192.0.2.1:1 -> 192.0.2.2:2 [S]\n',
    '\u00ff\u00d8\u00ff\u00e0\u0000\u0010JFIF\u0000\u0001 > : IP ',
    '<html><body><p>IP 192.0.2.1 &gt; 192.0.2.2: see below</p></body></html>',
    '{"time": "17:15:00.320997", "message": "IP 192.0.2.1.80 > 192.0.2.2.99: Flags"}',
    '2024-01-01T12:00:00.1234567Z ##[group]Run npm test\n2024-01-01T12:00:00.1234567Z > test\n',
    '17:15:00.320997 INFO queue > worker: started\n17:15:00.320997 a > b: S\n',
    '2024/01/01 12:00:00 [error] 12#12: *3 recv() failed (104: Connection reset by peer) while reading response',
    'IP addresses: 192.0.2.1 > 192.0.2.2: better\n',
    'From bob: 10.0.0.1.80 > 10.0.0.2.99: no flags at all',
    '    1   0.000000    192.0.2.1 → 192.0.2.2    TCP 74 40000 → 80 [SYN] Seq=0 Win=64240 Len=0',
  ]) {
    assert.equal(looksLikeTcpdumpText(text), false, text);
  }
});

test("any form of packet makes a text tcpdump's", () => {
  for (const line of [
    packet,
    'IP 192.0.2.1.40000 > 192.0.2.2.80: Flags [S], seq 7, win 5, length 0',
    '17:15:00.320997 IP 192.0.2.1.40000 > 192.0.2.2.80: tcp 0',
    '17:15:00.320997 IP 192.0.2.1.40000 > 192.0.2.2.53: 1234+ A? example.com. (30)',
    '17:15:00.320997 IP (tos 0x0, ttl 64, id 1, offset 0, flags [DF], proto TCP (6), length 60)',
    'IP6 (flowlabel 0x12345, hlim 64, next-header TCP (6) payload length: 40) 2001:db8::1.1 > 2001:db8::2.2: Flags [S], seq 7, win 5, length 0',
    '17:15:00.320997 ARP, Request who-has 192.0.2.1 tell 192.0.2.2, length 28',
    '17:15:00.320997 02:00:5e:00:53:01 > 02:00:5e:00:53:02, ethertype Unknown (0x88b5), length 60: ',
    '17:15:00.320997 lo    In  IP localhost.37614 > localhost.8000: Flags [S], seq 7, win 5, length 0',
    '17:15:00.320997 192.0.2.1.40000 > 192.0.2.2.80: S 7:7(0) win 5 <mss 1460> (DF)',
    '17:15:00.320997 IP $LB_IP:$LB_PORT > $SERVER_IP:$SERVER_PORT: Flags [S], seq 7, win 5, length 0',
  ]) {
    assert.equal(looksLikeTcpdumpText(`prose\n${line}\n`), true, line);
  }
});
