import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { formatAddress, type IcmpError } from '@fivewhys/capture';
import { join, zeros } from '../build/bytes.ts';
import { decodeFrame, tallied } from '../build/decode-frame.ts';
import { ethernet } from '../build/ethernet.ts';
import { icmpError, icmpv6Error } from '../build/icmp.ts';
import { ipv4 } from '../build/ipv4.ts';
import { extensionHeader, ipv6 } from '../build/ipv6.ts';
import { tcp } from '../build/tcp.ts';
import { gre } from '../build/tunnels.ts';
import { udp } from '../build/udp.ts';

const router = '192.0.2.254';
const ends = { source: '10.0.0.1', destination: '10.0.0.2' };
const ends6 = { source: '2001:db8::a', destination: '2001:db8::b' };
const segmentBytes = tcp({ sourcePort: 50_000, destinationPort: 8080, sequence: 0xf000_0001 });
const quoted = ipv4(ends, segmentBytes);
const quoted6 = ipv6(ends6, segmentBytes);

function from(message: Uint8Array): Uint8Array {
  return ipv4({ source: router, destination: ends.source, protocol: 1, ttl: 61 }, message);
}

function from6(message: Uint8Array): Uint8Array {
  return ipv6({ source: '2001:db8::fe', destination: ends6.source, nextHeader: 58, hopLimit: 61 }, message);
}

async function onlyError(linkType: number, frame: Uint8Array): Promise<IcmpError> {
  const reading = await decodeFrame(linkType, frame);
  assert.deepEqual(tallied(reading), { frames: 1, icmpErrors: 1 });
  return reading.icmpErrors[0] as IcmpError;
}

function addresses(error: IcmpError): string[] {
  const { family } = error;
  return [
    formatAddress(family, error.source0, error.source1, error.source2, error.source3, []),
    formatAddress(family, error.quotedSource0, error.quotedSource1, error.quotedSource2, error.quotedSource3, []),
    formatAddress(
      family,
      error.quotedDestination0,
      error.quotedDestination1,
      error.quotedDestination2,
      error.quotedDestination3,
      [],
    ),
  ];
}

describe('an ICMP error about TCP is handed on with its sender and what it quotes:', () => {
  for (const [type, code, name] of [
    [3, 1, 'host unreachable'],
    [3, 13, 'administratively prohibited'],
    [4, 0, 'source quench'],
    [11, 0, 'time exceeded'],
    [12, 0, 'parameter problem'],
  ] as const) {
    test(name, async () => {
      const error = await onlyError(228, from(icmpError(type, code, quoted)));
      assert.deepEqual([error.type, error.code, error.family, error.ttl, error.mtuBytes], [type, code, 4, 61, 0]);
      assert.deepEqual(addresses(error), [router, ends.source, ends.destination]);
      assert.deepEqual([error.quotedSourcePort, error.quotedDestinationPort], [50_000, 8080]);
      assert.equal(error.quotedSequence, 0xf000_0001 | 0);
    });
  }

  for (const [type, code, name] of [
    [1, 4, 'port unreachable'],
    [3, 0, 'time exceeded'],
    [4, 1, 'parameter problem'],
  ] as const) {
    test(`ICMPv6 ${name}`, async () => {
      const error = await onlyError(229, from6(icmpv6Error(type, code, quoted6)));
      assert.deepEqual([error.type, error.code, error.family, error.ttl, error.mtuBytes], [type, code, 6, 61, 0]);
      assert.deepEqual(addresses(error), ['2001:db8::fe', ends6.source, ends6.destination]);
      assert.deepEqual([error.quotedSourcePort, error.quotedDestinationPort], [50_000, 8080]);
    });
  }
});

test('"fragmentation needed" brings the next-hop MTU; 0 when an old router left it out', async () => {
  assert.equal((await onlyError(228, from(icmpError(3, 4, quoted, 1400)))).mtuBytes, 1400);
  assert.equal((await onlyError(228, from(icmpError(3, 4, quoted)))).mtuBytes, 0);
});

test('ICMPv6 "packet too big" brings the MTU', async () => {
  assert.equal((await onlyError(229, from6(icmpv6Error(2, 0, quoted6, 1280)))).mtuBytes, 1280);
});

test('the MTU of one error is not left over for the next', async () => {
  const { mtuBytes } = await onlyError(228, from(icmpError(3, 1, quoted, 1400)));
  assert.equal(mtuBytes, 0);
});

test('the eight bytes of TCP that RFC 792 promises are enough', async () => {
  const error = await onlyError(228, from(icmpError(3, 1, quoted.subarray(0, 28))));
  assert.equal(error.quotedDestinationPort, 8080);
});

test('one byte fewer than RFC 792 promises is a cut header', async () => {
  const reading = await decodeFrame(228, from(icmpError(3, 1, quoted.subarray(0, 27))));
  assert.deepEqual(tallied(reading), { frames: 1, cutHeaders: 1 });
});

test('options of the quoted IPv4 header are stepped over', async () => {
  const withOptions = ipv4({ ...ends, options: new Array(12).fill(1) }, segmentBytes);
  assert.equal((await onlyError(228, from(icmpError(11, 0, withOptions)))).quotedSourcePort, 50_000);
});

test('extension headers of the quoted IPv6 packet are stepped over', async () => {
  const withOptions = ipv6({ ...ends6, nextHeader: 0 }, join(extensionHeader(6, 2), segmentBytes));
  assert.equal((await onlyError(229, from6(icmpv6Error(1, 0, withOptions)))).quotedSourcePort, 50_000);
});

test('the error in a tunnel is found, and its sender is the inner one', async () => {
  const frame = ethernet(0x0800, ipv4({ protocol: 47 }, gre(0x0800, from(icmpError(3, 1, quoted)))));
  assert.equal(addresses(await onlyError(1, frame))[0], router);
});

describe('no error about TCP, and undecoded:', () => {
  const messages: Readonly<Record<string, Uint8Array>> = {
    'an echo request': from(icmpError(8, 0, zeros(56))),
    'a redirect': from(icmpError(5, 1, quoted)),
    'an error about UDP': from(icmpError(3, 3, ipv4({ ...ends, protocol: 17 }, udp(53, 54, zeros(20))))),
    'an error about a later fragment of TCP': from(icmpError(11, 1, ipv4({ ...ends, fragmentOffset: 8 }, zeros(40)))),
    'an error that quotes something else than IPv4': from(icmpError(3, 1, quoted6)),
  };
  for (const [name, frame] of Object.entries(messages)) {
    test(name, async () => {
      assert.deepEqual(tallied(await decodeFrame(228, frame)), { frames: 1, undecodedFrames: 1 });
    });
  }

  test('an ICMPv6 router advertisement', async () => {
    const frame = from6(icmpv6Error(134, 0, zeros(40)));
    assert.deepEqual(tallied(await decodeFrame(229, frame)), { frames: 1, undecodedFrames: 1 });
  });
});

test('an error cut at any byte is an error or a cut header, never a segment', async () => {
  const frame = from(icmpError(3, 1, quoted));
  for (let captured = 0; captured < frame.length; captured += 1) {
    const reading = await decodeFrame(228, { frame: frame.subarray(0, captured), originalBytes: frame.length });
    const expected = captured < 56 ? { frames: 1, cutHeaders: 1 } : { frames: 1, icmpErrors: 1 };
    assert.deepEqual(tallied(reading), expected, `cut to ${captured}`);
  }
});
