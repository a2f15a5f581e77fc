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

  it('is proven when SYN-ACK and data of one connection differ', async () => {
    const finding = await only([...handshake(), ...atTtl(exchange(0.02), 60), nextRequest(1), { ...reset, ttl: 62 }]);
    assert.equal(finding.cause, 'anycast-shift');
    assert.equal(finding.verdict, 'proven');
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
