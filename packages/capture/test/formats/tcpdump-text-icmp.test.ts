import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readText } from './tcpdump-text-reading.ts';

const header = '17:15:00.5 IP (tos 0xc0, ttl 62, id 1, offset 0, flags [none], proto ICMP (1), length 88)';
const quotedHeader = '\tIP (tos 0x0, ttl 63, id 2, offset 0, flags [DF], proto TCP (6), length 60)';
const quoted = '    10.0.0.2.4000 > 10.0.0.3.80: Flags [S], cksum 0x1 (correct), seq 12345, win 5, length 0';

function readError(message: string, ...more: string[]) {
  return readText([header, `    10.0.0.1 > 10.0.0.2: ICMP ${message}, length 68`, ...more].join('\n'));
}

test('an ICMP error is handed on with the segment that -v shows it to quote', () => {
  const { icmpErrors, segments, context } = readError(
    'host 10.0.0.3 unreachable - admin prohibited filter',
    quotedHeader,
    quoted,
  );
  assert.equal(segments.length, 0);
  assert.equal(context.tallies.icmpErrors, 1);
  const [error] = icmpErrors;
  assert.deepEqual([error?.frame, error?.family, error?.type, error?.code, error?.ttl], [1, 4, 3, 13, 62]);
  assert.equal(error?.source3, 0x0a000001);
  assert.deepEqual([error?.quotedSource3, error?.quotedSourcePort], [0x0a000002, 4000]);
  assert.deepEqual([error?.quotedDestination3, error?.quotedDestinationPort], [0x0a000003, 80]);
  assert.equal(error?.quotedSequence, 12345);
});

test('type and code are told by the words', () => {
  const cases: [string, number, number, number][] = [
    ['net 10.0.0.3 unreachable', 3, 0, 0],
    ['host 10.0.0.3 unreachable', 3, 1, 0],
    ['10.0.0.3 protocol 6 unreachable', 3, 2, 0],
    ['10.0.0.3 tcp port 80 unreachable', 3, 3, 0],
    ['10.0.0.3 unreachable - need to frag (mtu 1400)', 3, 4, 1400],
    ['10.0.0.3 unreachable - need to frag', 3, 4, 0],
    ['host 10.0.0.3 unreachable - admin prohibited', 3, 10, 0],
    ['10.0.0.3 unreachable - #16', 3, 16, 0],
    ['source quench', 4, 0, 0],
    ['time exceeded in-transit', 11, 0, 0],
    ['ip reassembly time exceeded', 11, 1, 0],
    ['parameter problem - octet 0', 12, 0, 0],
  ];
  for (const [message, type, code, mtuBytes] of cases) {
    const { icmpErrors } = readError(message, quotedHeader, quoted);
    const [error] = icmpErrors;
    assert.deepEqual([error?.type, error?.code, error?.mtuBytes], [type, code, mtuBytes], message);
  }
});

test('a quote of eight bytes has no printed sequence number: the last one that its sender was seen to use is taken', () => {
  const { icmpErrors } = readText(
    [
      '17:15:00.1 IP 10.0.0.2.4000 > 10.0.0.3.80: Flags [S], seq 777, win 5, length 0',
      header,
      '    10.0.0.1 > 10.0.0.2: ICMP host 10.0.0.3 unreachable, length 36',
      quotedHeader,
      '    10.0.0.2.4000 > 10.0.0.3.80:  [|tcp]',
    ].join('\n'),
  );
  assert.equal(icmpErrors[0]?.quotedSequence, 777);
});

test('without -v an ICMP error is counted, for the text does not say which connection it ended', () => {
  const { icmpErrors, context } = readText(
    [
      '17:15:00.1 IP 10.0.0.1 > 10.0.0.2: ICMP host 10.0.0.3 unreachable - admin prohibited filter, length 36',
      '17:15:00.2 IP6 2001:db8::1 > 2001:db8::2: ICMP6, destination unreachable, unreachable port, 2001:db8::3 tcp port 80, length 88',
    ].join('\n'),
  );
  assert.equal(icmpErrors.length, 0);
  assert.equal(context.tallies.icmpErrors, 2);
});

test('an error about UDP, a redirect and an echo are no errors of a connection', () => {
  for (const lines of [
    [
      'ICMP host 10.0.0.3 unreachable, length 36',
      quotedHeader.replace('TCP (6)', 'UDP (17)'),
      '    10.0.0.2.4 > 10.0.0.3.53: UDP, length 3',
    ],
    ['ICMP 10.0.0.3 udp port 53 unreachable, length 36'],
    ['ICMP redirect 10.0.0.3 to host 10.0.0.9, length 36', quotedHeader, quoted],
    ['ICMP echo request, id 0, seq 0, length 12'],
  ]) {
    const [message, ...more] = lines;
    const { icmpErrors, segments, context } = readText(
      [header, `    10.0.0.1 > 10.0.0.2: ${message}`, ...more].join('\n'),
    );
    assert.deepEqual([icmpErrors.length, segments.length, context.tallies.undecodedFrames], [0, 0, 1], message);
  }
});

test("a quoted segment's numbers are relative like those of any segment", () => {
  const { icmpErrors } = readText(
    [
      '17:15:00.1 IP 10.0.0.2.4000 > 10.0.0.3.80: Flags [S], seq 3000000000, win 5, length 0',
      '17:15:00.2 IP 10.0.0.3.80 > 10.0.0.2.4000: Flags [S.], seq 1000000000, ack 3000000001, win 5, length 0',
      '17:15:00.3 IP 10.0.0.2.4000 > 10.0.0.3.80: Flags [.], ack 1, win 5, length 0',
      header,
      '    10.0.0.1 > 10.0.0.2: ICMP 10.0.0.3 unreachable - need to frag (mtu 1400), length 556',
      quotedHeader,
      '    10.0.0.2.4000 > 10.0.0.3.80: Flags [.], cksum 0x1 (correct), seq 1:1461, ack 1, win 5, length 1460',
    ].join('\n'),
  );
  assert.equal((icmpErrors[0]?.quotedSequence ?? 0) >>> 0, 3000000001);
});
