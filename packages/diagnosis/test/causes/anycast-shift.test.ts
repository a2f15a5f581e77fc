import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { details, exchange, handshake, healthy, ids, nextRequest, only, type Segment } from '../told.ts';

const reset: Segment = { at: 1.01, from: 'responder', flags: 'R', seq: 5051, ttl: 60 };
const before = [...handshake(), ...exchange(0.02), nextRequest(1)];
const atTtl = (segments: Segment[], ttl: number): Segment[] =>
  segments.map((segment) => (segment.from === 'responder' ? { ...segment, ttl } : segment));

describe('anycast-shift', () => {
  it('a kind A from farther than the responder is another machine with its address', async () => {
    const finding = await only([...before, reset]);
    assert.equal(finding.cause, 'anycast-shift');
    assert.equal(finding.verdict, 'likely');
    assert.equal(finding.sentBy, 'other-edge');
    assert.match(details(finding), /TTL 60 \(4 routers passed\)/);
    assert.equal(finding.distributions[0]?.median, -2);
  });

  it("is proven when the address has the RST's TTL in another connection", async () => {
    const finding = await only([...before, { ...reset, ttl: 63 }, ...atTtl(healthy(2), 63)]);
    assert.equal(finding.cause, 'anycast-shift');
    assert.equal(finding.verdict, 'proven');
    assert.match(details(finding), /its TTL in 1 other connection/);
    assert.ok(ids(finding.ruledOut).includes('firewall-reject'));
  });

  it('is not that where the TTL changes within another connection: then it tells the way that a packet took', async () => {
    const twoWays = healthy(2).map((segment, index) =>
      segment.from === 'responder' && index % 2 === 1 ? { ...segment, ttl: 60 } : segment,
    );
    assert.ok(new Set(twoWays.filter(({ from }) => from === 'responder').map(({ ttl }) => ttl)).size > 1);
    const finding = await only([...before, reset, ...twoWays]);
    assert.deepEqual([finding.cause, finding.sentBy], ['restart', 'responder']);
  });

  it('a RST with the TTL of the SYN-ACK, where the data has another, may be of a box that answers SYNs itself', async () => {
    const finding = await only([...handshake(), ...atTtl(exchange(0.02), 60), nextRequest(1), { ...reset, ttl: 62 }]);
    assert.equal(finding.cause, 'anycast-shift');
    assert.equal(finding.verdict, 'possible');
    assert.ok(ids(finding.stillPossible).includes('firewall-reject'));
  });

  it('a RST with the TTL of the data, where the SYN-ACK has another, comes from the machine that had the connection', async () => {
    const finding = await only([...handshake(), ...atTtl(exchange(0.02), 60), nextRequest(1), reset]);
    assert.notEqual(finding.cause, 'anycast-shift');
  });

  it('is proven when ordinary packets change between two TTLs, and the RST has that of the earlier ones', async () => {
    const finding = await only([
      ...handshake(),
      ...exchange(0.02),
      nextRequest(1),
      { at: 1.01, from: 'responder', flags: '.', seq: 5051, ack: 1201, ttl: 60, id: 40_000 },
      { at: 1.02, from: 'originator', flags: 'P.', seq: 1201, ack: 5051, length: 100 },
      { ...reset, at: 1.03, ttl: 62 },
    ]);
    assert.equal(finding.cause, 'anycast-shift');
    assert.equal(finding.verdict, 'proven');
  });

  const clock = (ticks: number) => `nop,nop,TS val ${ticks} ecr 1`;
  const timed = (at: number, ttl: number, ticks: number, more: Partial<Segment> = {}): Segment => ({
    at,
    from: 'responder',
    flags: '.',
    seq: 5051,
    ack: 1201,
    ttl,
    id: 0,
    options: clock(ticks),
    ...more,
  });

  it('TTLs over which one timestamp clock goes on are those of one machine, whose packets come by two ways', async () => {
    const finding = await only([
      ...handshake(),
      ...exchange(0.02),
      nextRequest(1),
      timed(1.01, 60, 7_000_000),
      timed(1.02, 62, 7_000_010, { ack: 1202 }),
      timed(1.03, 60, 7_000_020, { ack: 1203 }),
      { at: 1.04, from: 'originator', flags: 'P.', seq: 1201, ack: 5051, length: 100 },
      { ...reset, at: 1.05, ttl: 62 },
    ]);
    assert.notEqual(finding.cause, 'anycast-shift');
  });

  it('two timestamp clocks in one connection are two machines, at whatever distance', async () => {
    const finding = await only([
      ...handshake(),
      ...exchange(0.02),
      nextRequest(1),
      timed(1.01, 62, 7_000_000),
      timed(1.02, 62, 900_000_000, { ack: 1202 }),
      timed(1.03, 62, 7_000_020, { ack: 1203 }),
      timed(1.04, 62, 900_000_020, { ack: 1204 }),
      { at: 1.04, from: 'originator', flags: 'P.', seq: 1201, ack: 5051, length: 100 },
      { ...reset, at: 1.05, ttl: 62 },
    ]);
    assert.equal(finding.cause, 'anycast-shift');
    assert.equal(finding.verdict, 'likely');
    assert.match(details(finding), /two sequences of timestamps.*7000000, 7000020 \(frame \d+\).*900000000, 900000020/);
    assert.ok(ids(finding.stillPossible).includes('restart'));
  });

  /** A connection whose responder sends packets with these IP IDs before the RST. */
  const withIpIds = (ids16: readonly number[]) => [
    ...handshake(),
    nextRequest(0.02, { seq: 1001, ack: 5001 }),
    ...ids16.map(
      (id, index): Segment => timed(1 + index / 100, 62, 0, { id, seq: 5001, ack: 1101 + index, options: '' }),
    ),
    { ...reset, at: 1.08, seq: 5001, ttl: 62 },
  ];

  it('two IP ID sequences in one connection, too', async () => {
    const finding = await only(withIpIds([200, 41_000, 201, 41_001, 202, 41_002]));
    assert.equal(finding.cause, 'anycast-shift');
    assert.match(details(finding), /two sequences of IP IDs.*200, 201, 202 .* 41000, 41001, 41002/);
  });

  it('random IP IDs are no two sequences', async () => {
    const finding = await only(withIpIds([200, 41_000, 9000, 27_001, 55_202, 3]));
    assert.notEqual(finding.cause, 'anycast-shift');
  });

  const again = (at: number, seq: number): Segment => ({
    at,
    from: 'responder',
    flags: 'S.',
    seq,
    ack: 1001,
    window: 64240,
    options: 'mss 1460',
  });

  it('a first machine that sends data again after the RST still has the connection: another one reset it', async () => {
    const finding = await only([
      ...handshake(),
      ...exchange(0.02).slice(0, 2),
      { at: 0.04, from: 'originator', flags: 'P.', seq: 1101, ack: 5001, length: 100 },
      { ...reset, at: 0.05, seq: 5001, ttl: 62 },
      { at: 0.25, from: 'responder', flags: 'P.', seq: 5001, ack: 1101, length: 50 },
    ]);
    assert.equal(finding.cause, 'anycast-shift');
    assert.equal(finding.verdict, 'likely');
    assert.match(details(finding), /its payload of seq 5001 \(frame 5\) came again 200 ms after the RST, in frame 8/);
    assert.deepEqual(ids(finding.stillPossible), ['firewall-reject']);
  });

  it('a SYN that is answered twice, with numbers that no clock joins, reached two machines', async () => {
    const finding = await only([
      ...handshake(),
      again(0.02, 900_000_000),
      { at: 0.0201, from: 'originator', flags: '.', seq: 1001, ack: 5001 },
      { ...reset, at: 0.03, seq: 5001, ttl: 62 },
    ]);
    assert.equal(finding.cause, 'anycast-shift');
    assert.match(details(finding), /two SYN-ACKs to one SYN \(ack 1001\): seq 5000, .* 10.0 ms later seq 900000000/);
  });

  it('a second number as far ahead as the clock of one host goes is that host', async () => {
    const finding = await only([
      ...handshake(),
      again(1.01, 5000 + 1e9 / 64),
      { at: 1.0101, from: 'originator', flags: '.', seq: 1001, ack: 5001 },
      { ...reset, at: 1.02, seq: 5001, ttl: 62 },
    ]);
    assert.notEqual(finding.cause, 'anycast-shift');
  });

  it('says when the RST came sooner than what answered the SYN can answer', async () => {
    const finding = await only([...handshake(), { ...reset, at: 0.0111, seq: 5001, ttl: 62 }, again(1.01, 5000)]);
    assert.equal(finding.cause, 'anycast-shift');
    assert.match(details(finding), /1\.00 ms after the first segment with that ack, where the handshake took 10\.0 ms/);
    assert.ok(ids(finding.ruledOut).includes('backlog-overflow'));
  });

  it("a scanner's own SYN and its kernel's RST differ in their TTL, too: that is neither a second edge nor a rule", async () => {
    const finding = await only([
      { at: 0, from: 'originator', flags: 'S', seq: 1000, ttl: 44 },
      { at: 0.01, from: 'responder', flags: 'S.', seq: 5000, ack: 1001 },
      { at: 0.0101, from: 'originator', flags: 'R', seq: 1001, ttl: 64 },
      ...healthy(1).map((segment) => segment),
    ]);
    assert.equal(finding.cause, 'harmless');
  });

  it('one TTL everywhere excludes it: then the responder itself forgot', async () => {
    assert.notEqual((await only([...before, { ...reset, ttl: 62 }])).cause, 'anycast-shift');
  });

  it('a nearer TTL that nothing else has is a rule on the way', async () => {
    assert.equal((await only([...before, { ...reset, ttl: 63 }])).cause, 'firewall-reject');
  });

  it('a shape that no host makes is a forgery', async () => {
    assert.equal((await only([...before, { ...reset, id: 4242, dontFragment: false }])).cause, 'injected-reset');
  });
});
