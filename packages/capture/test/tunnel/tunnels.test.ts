import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { join, u16, u32, zeros } from '../build/bytes.ts';
import { decodeFrame, decodeSegment, tallied } from '../build/decode-frame.ts';
import { ethernet, mpls } from '../build/ethernet.ts';
import { exampleIpv4, exampleIpv6 } from '../build/examples.ts';
import { icmpError } from '../build/icmp.ts';
import { ipv4 } from '../build/ipv4.ts';
import { tcp } from '../build/tcp.ts';
import { erspanIII, geneve, gre, gtpU, teredo, vxlan } from '../build/tunnels.ts';
import { udp } from '../build/udp.ts';

const raw = 228;

function inUdp(payload: Uint8Array, port: number): Uint8Array {
  return ipv4({ protocol: 17 }, udp(50_000, port, payload));
}

function inGre(payload: Uint8Array): Uint8Array {
  return ipv4({ protocol: 47 }, payload);
}

test("a tunnelled segment has the inner packet's addresses, TTL and identification", async () => {
  const inner = ipv4({ source: '10.7.7.7', ttl: 3, id: 9, dontFragment: true }, tcp());
  const segment = await decodeSegment(raw, ipv4({ protocol: 4, ttl: 200, id: 1000 }, inner));
  assert.deepEqual([segment.source3, segment.ttl, segment.ipId, segment.dontFragment], [0x0a07_0707, 3, 9, 1]);
});

test('the payload ends with the inner packet, not with the outer', async () => {
  const inner = join(ipv4({}, tcp({}, zeros(10))), zeros(90));
  const segment = await decodeSegment(raw, ipv4({ protocol: 4 }, inner));
  assert.deepEqual([segment.payloadBytes, segment.capturedPayloadBytes], [10, 10]);
});

test('an inner packet that claims to be longer than the outer has no more captured than the outer holds', async () => {
  const inner = ipv4({ totalLength: 1500 }, tcp({}, zeros(10)));
  const segment = await decodeSegment(raw, join(ipv4({ protocol: 4 }, inner), zeros(200)));
  assert.deepEqual([segment.payloadBytes, segment.capturedPayloadBytes], [1460, 10]);
});

test('a first fragment of the outer packet does not make the inner one a fragment', async () => {
  const outer = ipv4({ protocol: 4, moreFragments: true }, exampleIpv4);
  assert.deepEqual(tallied(await decodeFrame(raw, outer)), { frames: 1, tcpFrames: 1, segments: 1 });
});

test('an ICMP error about the tunnel itself quotes no TCP', async () => {
  const error = ipv4({ protocol: 1 }, icmpError(3, 4, ipv4({ protocol: 47 }, gre(0x0800, exampleIpv4)), 1400));
  assert.deepEqual(tallied(await decodeFrame(raw, error)), { frames: 1, undecodedFrames: 1 });
});

describe('tunnels in tunnels', () => {
  test('are followed nine deep', async () => {
    assert.equal((await decodeSegment(raw, nested(9))).tunnels, 9);
  });

  test('without end are damage', async () => {
    const reading = await decodeFrame(raw, nested(60));
    assert.deepEqual(tallied(reading), { frames: 1, malformedFrames: 1 });
    assert.equal(reading.context.damage.places[0]?.reason, 'more than 64 nested headers');
  });

  test('of VLAN tags without end are damage', async () => {
    const tags = new Array<number[]>(100).fill([0x81, 0x00, 0, 1]);
    const frame = join(zeros(12), ...tags, u16(0x0800), exampleIpv4);
    assert.deepEqual(tallied(await decodeFrame(1, frame)), { frames: 1, malformedFrames: 1 });
  });

  test('of MPLS labels without a bottom are cut, however many', async () => {
    const frame = ethernet(0x8847, join(...new Array<number[]>(50_000).fill(u32(0x0001_0040))));
    assert.deepEqual(tallied(await decodeFrame(1, frame)), { frames: 1, cutHeaders: 1 });
  });
});

describe('a port of a tunnel alone makes no tunnel; the header must be plausible:', () => {
  const frames: Readonly<Record<string, Uint8Array>> = {
    'VXLAN without the I flag': inUdp(join(zeros(8), exampleIpv4), 4789),
    'VXLAN with an unknown next protocol': inUdp(join([0x0c, 0, 0, 9], zeros(4), exampleIpv4), 4789),
    'GENEVE of version 1': inUdp(join([0x40, 0], u16(0x0800), zeros(4), exampleIpv4), 6081),
    'Teredo around IPv4': inUdp(exampleIpv4, 3544),
    'GTP of version 2': inUdp(join([0x48, 255], u16(4), zeros(4), exampleIpv4), 2152),
    'a GTP echo': inUdp(join([0x30, 1], u16(4), zeros(4)), 2152),
    'GRE of version 2': inGre(join([0, 2], u16(0x0800), exampleIpv4)),
    'GRE with an unknown protocol': inGre(gre(0x1234, exampleIpv4)),
    'PPTP that carries no PPP': inGre(join(u16(0x2001), u16(0x0800), zeros(4), exampleIpv4)),
  };
  for (const [name, frame] of Object.entries(frames)) {
    test(name, async () => {
      assert.deepEqual(tallied(await decodeFrame(raw, frame)), { frames: 1, undecodedFrames: 1 });
    });
  }

  test('ERSPAN type III around something else than Ethernet', async () => {
    const frame = erspanIII(ethernet(0x0800, exampleIpv4));
    frame.set(u16(0x0400), 8 + 10);
    assert.deepEqual(tallied(await decodeFrame(raw, inGre(frame))), { frames: 1, undecodedFrames: 1 });
  });
});

test('a tunnel is recognized by its source port too: answers come from there', async () => {
  const answer = ipv4({ protocol: 17 }, udp(3544, 50_000, exampleIpv6));
  assert.equal((await decodeSegment(raw, answer)).family, 6);
});

describe('chains inside tunnel headers end', () => {
  test('GENEVE options of the greatest length are stepped over', async () => {
    const frame = ipv4({ protocol: 17 }, geneve(0x0800, exampleIpv4, 32));
    assert.equal((await decodeSegment(raw, frame)).tunnels, 1);
  });

  test('a GTP-U extension header of length 0 is not followed for ever', async () => {
    const body = join([0x34, 255], u16(80), zeros(4), [0, 0, 0, 0x85], [0, 1, 1, 0x85], exampleIpv4);
    assert.deepEqual(tallied(await decodeFrame(raw, inUdp(body, 2152))), { frames: 1, cutHeaders: 1 });
  });

  test('many GTP-U extension headers are stepped over', async () => {
    const extensions = Array.from({ length: 100 }, () => [0xc0, [1, 2]] as const);
    assert.equal((await decodeSegment(raw, ipv4({ protocol: 17 }, gtpU(exampleIpv4, extensions)))).tunnels, 1);
  });

  test('GRE source routes without end are cut', async () => {
    const frame = inGre(join(u16(0x4000), u16(0x0800), zeros(4), new Uint8Array(4000).fill(1)));
    assert.deepEqual(tallied(await decodeFrame(raw, frame)), { frames: 1, cutHeaders: 1 });
  });

  test('Teredo indications that promise more than there is are cut', async () => {
    const frame = teredo(exampleIpv6, true);
    frame[8 + 3] = 255;
    assert.deepEqual(tallied(await decodeFrame(raw, ipv4({ protocol: 17 }, frame))), { frames: 1, cutHeaders: 1 });
  });
});

test('what lies under MPLS in IP is told by its first nibble, Ethernet when it is neither 4 nor 6', async () => {
  const inner = ethernet(0x0800, exampleIpv4);
  assert.equal((await decodeSegment(raw, ipv4({ protocol: 137 }, mpls([1, 2], exampleIpv6)))).family, 6);
  assert.equal((await decodeSegment(raw, ipv4({ protocol: 137 }, mpls([1, 2], join(zeros(4), inner))))).family, 4);
});

test('VXLAN inside VXLAN is followed', async () => {
  const inside = ethernet(0x0800, ipv4({ protocol: 17 }, vxlan(ethernet(0x0800, exampleIpv4))));
  assert.equal((await decodeSegment(raw, ipv4({ protocol: 17 }, vxlan(inside)))).tunnels, 2);
});

function nested(depth: number): Uint8Array {
  let packet = exampleIpv4;
  for (let count = 0; count < depth; count += 1) packet = ipv4({ protocol: 4 }, packet);
  return packet;
}
