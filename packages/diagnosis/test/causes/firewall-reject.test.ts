import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { claims, details, exchange, handshake, healthy, ids, nextRequest, only } from '../told.ts';

const syn = {
  at: 2,
  from: 'originator',
  flags: 'S',
  seq: 7000,
  port: 40001,
  target: 8080,
  options: 'mss 1460',
} as const;
const refusal = {
  at: 2.002,
  from: 'responder',
  flags: 'R.',
  seq: 0,
  ack: 7001,
  port: 40001,
  target: 8080,
  ttl: 63,
} as const;
const reset = { at: 1.0005, from: 'responder', flags: 'R', seq: 5051, ttl: 63 } as const;

describe('firewall-reject', () => {
  it('a SYN refused from nearer than the host itself was refused by a rule on the way', async () => {
    const finding = await only([...healthy(0), syn, refusal]);
    assert.equal(finding.cause, 'firewall-reject');
    assert.equal(finding.verdict, 'likely');
    assert.equal(finding.sentBy, 'firewall');
    assert.match(details(finding), /TTL 63 \(1 router passed\), .* have 62 \(2 routers\)/);
    assert.deepEqual(ids(finding.stillPossible), ['anycast-shift']);
    assert.ok(ids(finding.ruledOut).includes('closed-port'));
  });

  it('a SYN refused from as far as the host is a closed port', async () => {
    assert.equal((await only([...healthy(0), syn, { ...refusal, ttl: 62 }])).cause, 'closed-port');
  });

  it('in the middle of a connection, a nearer kind A without silence or odd packet is a rule', async () => {
    const finding = await only([...handshake(), ...exchange(0.02), nextRequest(1), reset]);
    assert.equal(finding.cause, 'firewall-reject');
    assert.match(details(finding), /ack 5051 of frame 7 = seq of the RST; 500 µs after it/);
    assert.match(claims(finding), /although it let its beginning through/);
  });

  it('the same after half a minute of silence is not called a rule', async () => {
    const finding = await only([...handshake(), ...exchange(0.02), nextRequest(31), { ...reset, at: 31.0005 }]);
    assert.notEqual(finding.cause, 'firewall-reject');
  });

  it("the same with the responder's own TTL is not called a rule", async () => {
    const finding = await only([...handshake(), ...exchange(0.02), nextRequest(1), { ...reset, ttl: 62 }]);
    assert.notEqual(finding.cause, 'firewall-reject');
  });

  it('the same from farther away is not called a rule', async () => {
    const finding = await only([...handshake(), ...exchange(0.02), nextRequest(1), { ...reset, ttl: 60 }]);
    assert.equal(finding.cause, 'anycast-shift');
  });
});
