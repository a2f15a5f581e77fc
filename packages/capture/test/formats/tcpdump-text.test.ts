import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as bits from '../../src/segment.ts';
import { ACK, AE, CWR, ECE, FIN, PSH, RST, SYN, UNKNOWN, URG } from '../../src/segment.ts';
import { endpointsOf, readOne, readText } from './tcpdump-text-reading.ts';

const syn = 'IP 192.0.2.1.40000 > 192.0.2.2.80: Flags [S], seq 7, win 64240, options [mss 1460], length 0';

test('a line holds addresses, ports, flags, window, options and length of a segment', () => {
  const segment = readOne(
    '17:15:00.320997 IP 192.0.2.1.40000 > 192.0.2.2.80: Flags [P.], seq 7:12, ack 9, win 501, options [nop,nop,TS val 4294967295 ecr 5], length 5: HTTP: GET /',
  );
  assert.equal(endpointsOf(segment), '192.0.2.1:40000 > 192.0.2.2:80');
  assert.equal(segment.family, 4);
  assert.equal(segment.flags, PSH | ACK);
  assert.equal(segment.window, 501);
  assert.equal(segment.payloadBytes, 5);
  assert.equal(segment.options, bits.OPTION_TIMESTAMPS);
  assert.deepEqual([segment.timestampValue, segment.timestampEcho], [-1, 5]);
});

test('what plain output does not print is unknown, not zero', () => {
  const segment = readOne(`17:15:00.320997 ${syn}`);
  assert.deepEqual([segment.ttl, segment.ipId, segment.dontFragment], [UNKNOWN, UNKNOWN, UNKNOWN]);
});

test('an IPv6 packet is never fragmented by routers, also where nothing says so', () => {
  const segment = readOne(
    '17:15:00.320997 IP6 2001:db8::1.40000 > ::ffff:192.0.2.2.443: Flags [S], seq 7, win 5, length 0',
  );
  assert.equal(endpointsOf(segment), '2001:db8::1:40000 > ::ffff:192.0.2.2:443');
  assert.deepEqual([segment.family, segment.dontFragment, segment.ipId], [6, 1, UNKNOWN]);
});

test('with -v, TTL, identification and DF come from the line above the segment', () => {
  const segment = readOne(
    '17:15:00.320997 IP (tos 0x2,ECT(0), ttl 63, id 1234, offset 0, flags [DF], proto TCP (6), length 60)',
    '    192.0.2.1.40000 > 192.0.2.2.80: Flags [S], cksum 0x1234 (incorrect -> 0x5678), seq 7, win 5, length 0',
  );
  assert.deepEqual([segment.ttl, segment.ipId, segment.dontFragment], [63, 1234, 1]);
});

test('a TTL of 0, which tcpdump leaves out of its header line, is 0', () => {
  const segment = readOne(
    '17:15:00.320997 IP (tos 0x0, id 1, offset 0, flags [none], proto TCP (6), length 40)',
    '    192.0.2.1.40000 > 192.0.2.2.80: Flags [R], cksum 0x1234 (correct), seq 7, win 0, length 0',
  );
  assert.deepEqual([segment.ttl, segment.dontFragment], [0, 0]);
});

test('with -v, an IPv6 hop limit stands on the same line as the segment', () => {
  const segment = readOne(
    '17:15:00.320997 IP6 (flowlabel 0x12345, hlim 57, next-header TCP (6) payload length: 20) 2001:db8::1.40000 > 2001:db8::2.443: Flags [R], cksum 0x1 (correct), seq 7, win 0, length 0',
  );
  assert.equal(segment.ttl, 57);
});

test('with -e, the sender of the frame is the first MAC address', () => {
  const front = '17:15:00.320997 02:00:5e:00:53:01 > 02:00:5e:00:53:02, ethertype';
  const segment = '192.0.2.1.40000 > 192.0.2.2.80: Flags [S], seq 7, win 5, length 0';
  for (const line of [
    `${front} IPv4 (0x0800), length 54: ${segment}`,
    `${front} 802.1Q (0x8100), length 58: vlan 5, p 0, ethertype IPv4 (0x0800), ${segment}`,
    `17:15:00.320997 lo    In  ifindex 1 02:00:5e:00:53:01 ethertype IPv4 (0x0800), length 60: ${segment}`,
  ]) {
    const { linkSourceHigh, linkSourceLow, tunnels } = readOne(line);
    assert.deepEqual([linkSourceHigh >>> 0, linkSourceLow, tunnels], [0x02005e00, 0x5301, 0], line);
  }
});

test('with -i any, each interface that is printed becomes one of the capture', () => {
  const { segments, context } = readText(
    `17:15:00.320997 eth0  In  ${syn}\n17:15:00.320998 veth3b Out ${syn}\n17:15:00.320999 eth0  In  ${syn}\n`,
  );
  assert.deepEqual(
    segments.map((segment) => segment.interfaceId),
    [0, 1, 0],
  );
  assert.deepEqual(
    context.interfaces.map(({ name }) => name),
    ['eth0', 'veth3b'],
  );
});

test('flags are read in any combination that tcpdump prints', () => {
  const cases: [string, number][] = [
    ['S', SYN],
    ['S.', SYN | ACK],
    ['.', ACK],
    ['R', RST],
    ['FP.', FIN | PSH | ACK],
    ['SEW', SYN | ECE | CWR],
    ['.U', ACK | URG],
    ['.e', ACK | AE],
    ['none', 0],
  ];
  for (const [letters, flags] of cases) {
    const line = `17:15:00.320997 IP 192.0.2.1.1 > 192.0.2.2.2: Flags [${letters}], seq 7, ack 8, win 5, length 0`;
    assert.equal(readOne(line).flags, flags, letters);
  }
});

test('every option that a segment records is read, and others are stepped over', () => {
  const cases: [string, number][] = [
    ['mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7', 0x17],
    ['nop,nop,sack 2 {100:200}{300:400}', bits.OPTION_SACK],
    ['tfo  cookie 0102030405060708,eol', bits.OPTION_FAST_OPEN],
    ['exp-tfo cookiereq,nop', bits.OPTION_FAST_OPEN],
    [
      'mptcp 12 fast-close key 0xd005b1ab34bad344,wscale 1',
      bits.OPTION_MPTCP | bits.OPTION_MPTCP_FASTCLOSE | bits.OPTION_WINDOW_SCALE,
    ],
    ['mptcp 20 capable v0 csum {0x9b59be3d695e66a7,0xd005b1ab34bad344},wscale 1', bits.OPTION_MPTCP | 2],
    ["md5 shared secret not supplied with -M, can't check - 0707,wscale 1", bits.OPTION_MD5 | 2],
    ['tcp-ao keyid 1 rnextkeyid 2 mac 0x0707', bits.OPTION_MD5],
    ['mss 256[len 3],wscale 1', bits.OPTION_WINDOW_SCALE],
    ['sack invalid sack,eol', 0],
    ['unknown-99 0x6162,uto 0x8101 990720,echo 5', 0],
  ];
  for (const [list, options] of cases) {
    const line = `17:15:00.320997 IP 192.0.2.1.1 > 192.0.2.2.2: Flags [S], seq 7, win 5, options [${list}], length 0`;
    assert.equal(readOne(line).options, options, list);
  }
});

test('options that tcpdump could not read on are incomplete, and the line is no damage', () => {
  for (const end of ['[nop,[bad opt]]', '[mss 1460,mptcp 12 capable[bad opt]', '[nop,[|tcp]']) {
    const line = `17:15:00.320997 IP 192.0.2.1.1 > 192.0.2.2.2: Flags [P.], seq 7:12, ack 9, win 5, options ${end}`;
    const { segments, context } = readText(`${line}\n`);
    assert.equal((segments[0]?.options ?? 0) & bits.OPTIONS_INCOMPLETE, bits.OPTIONS_INCOMPLETE, end);
    assert.equal(segments[0]?.payloadBytes, 5);
    assert.equal(context.damage.count, 0);
  }
});

test('of a tunnel, the innermost segment counts', () => {
  const inner = '10.9.0.1.40000 > 10.9.0.2.80: Flags [S], seq 7, win 5, length 0';
  for (const lines of [
    [`17:15:00.320997 IP 192.0.2.1 > 192.0.2.2: GREv0, key=0x5, length 64: IP ${inner}`],
    [`17:15:00.320997 IP 192.0.2.1 > 192.0.2.2: IP ${inner}`],
    [`17:15:00.320997 IP6 2001:db8::1 > 2001:db8::2: IP ${inner}`],
    ['17:15:00.320997 IP 192.0.2.1.5555 > 192.0.2.2.4789: VXLAN, flags [I] (0x08), vni 7', `IP ${inner}`],
    [`17:15:00.320997 IP 192.0.2.1.5555 > 192.0.2.2.6081: Geneve, Flags [none], vni 0x7: IP ${inner}`],
    [
      '17:15:00.320997 IP (tos 0x0, ttl 9, id 1, offset 0, flags [none], proto GRE (47), length 84)',
      '    192.0.2.1 > 192.0.2.2: GREv0, Flags [none], length 64',
      '\tIP (tos 0x0, ttl 64, id 2, offset 0, flags [DF], proto TCP (6), length 60)',
      `    ${inner}`,
    ],
  ]) {
    const segment = readOne(...lines);
    assert.equal(endpointsOf(segment), '10.9.0.1:40000 > 10.9.0.2:80', lines[0]);
    assert.equal(segment.tunnels, 1, lines[0]);
    if (lines.length === 4) assert.deepEqual([segment.ttl, segment.ipId], [64, 2]);
  }
});

test('behind an IPv6 extension header tcpdump prints ports alone: the addresses are those before', () => {
  const segment = readOne(
    '17:15:00.320997 IP6 2001:db8::1 > 2001:db8::2: frag (0|40) 40013 > 443: Flags [S], seq 7, win 5, length 0',
  );
  assert.equal(endpointsOf(segment), '2001:db8::1:40013 > 2001:db8::2:443');
  assert.equal(segment.tunnels, 0);
});

test('MPLS labels and PPPoE sessions are no tunnels of IP', () => {
  for (const front of ['MPLS (label 16, tc 0, [S], ttl 60) ', 'PPPoE  [ses 0x1] ']) {
    assert.equal(readOne(`17:15:00.320997 ${front}${syn}`).tunnels, 0);
  }
});

test('packets of other protocols are frames too, so that frame numbers are those of the capture', () => {
  const { segments, context, reader } = readText(
    [
      '17:15:00.000001 ARP, Request who-has 192.0.2.1 tell 192.0.2.2, length 28',
      '17:15:00.000002 IP 192.0.2.1.53 > 192.0.2.2.999: 1234+ A? example.com. (30)',
      `17:15:00.000003 ${syn}`,
      '17:15:00.000004 IP 192.0.2.1.40000 > 192.0.2.2.80: tcp 0',
      '17:15:00.000005 Some Protocol nobody knows, length 9',
    ].join('\n'),
  );
  assert.equal(reader.frames, 5);
  assert.equal(segments[0]?.frame, 3);
  assert.equal(context.tallies.undecodedFrames, 4);
  assert.equal(context.damage.count, 0);
});

test('dumps behind a packet (-x, -X, -A) are skipped without a word', () => {
  const { segments, context } = readText(
    [
      `17:15:00.320997 ${syn}`,
      '\t0x0000:  4500 003c 29a9 4000 4006 db5f 839b d745  E..<).@.@.._...E',
      `E..<.D@.u....tQ^ ${syn}`,
      syn,
      `17:15:00.320998 ${syn}`,
    ].join('\n'),
  );
  assert.deepEqual(
    segments.map(({ frame }) => frame),
    [1, 2],
  );
  assert.equal(context.damage.count, 0);
});

test('a frame of TCP whose header is not there is counted as what is missing', () => {
  const { context } = readText(
    [
      '17:15:00.000001 IP 192.0.2.1 > 192.0.2.2: ip-proto-6',
      '17:15:00.000002 IP 192.0.2.1.1 > 192.0.2.2.2:  [|tcp]',
      '17:15:00.000003 IP 192.0.2.1.1 > 192.0.2.2.2: Flags [SPUW] [bad hdr length 40 - too long, > 20]',
      '17:15:00.000004 IP (tos 0x0, ttl 9, id 1, offset 0, flags [+], proto TCP (6), length 84)',
      '    192.0.2.1.1 > 192.0.2.2.2: Flags [P.], seq 5:1185, ack 6, win 8192, length 1180',
    ].join('\n'),
  );
  const { tallies, damage } = context;
  assert.deepEqual([tallies.fragmentsHidingTcp, tallies.cutHeaders, tallies.firstFragments], [1, 1, 1]);
  assert.deepEqual(
    damage.places.map(({ line, frame }) => [line, frame]),
    [[3, 3]],
  );
});

test('the style before tcpdump 4.0 says the same in other words', () => {
  const { segments, context } = readText(
    [
      '17:15:00.1 IP 192.0.2.1.40000 > 192.0.2.2.80: S 5000:5000(0) win 100 <mss 1460,nop,wscale 2> (DF)',
      '17:15:00.2 192.0.2.2.80 > 192.0.2.1.40000: S 9000:9000(0) ack 5001 win 200 <mss 1460> (DF) (ttl 64, id 1, len 44)',
      '17:15:00.3 IP 192.0.2.1.40000 > 192.0.2.2.80: . ack 1 win 100',
      '17:15:00.4 IP 192.0.2.1.40000 > 192.0.2.2.80: P 1:6(5) ack 1 win 100 <nop,nop,timestamp 3 4>',
      '17:15:00.5 IP (tos 0x0, ttl  63, id 77, offset 0, flags [DF], proto: TCP (6), length: 40) 192.0.2.2.80 > 192.0.2.1.40000: R, cksum 0x50c4 (correct), 1:1(0) ack 6 win 0',
    ].join('\n'),
  );
  assert.deepEqual(
    segments.map(({ flags, sequence, acknowledgment, payloadBytes }) => [
      flags,
      sequence,
      acknowledgment,
      payloadBytes,
    ]),
    [
      [SYN, 5000, 0, 0],
      [SYN | ACK, 9000, 5001, 0],
      [ACK, 5001, 9001, 0],
      [PSH | ACK, 5001, 9001, 5],
      [RST | ACK, 9001, 5006, 0],
    ],
  );
  assert.deepEqual([segments[3]?.timestampValue, segments[4]?.ttl, segments[4]?.ipId], [3, 63, 77]);
  assert.equal(context.damage.count, 0);
});
