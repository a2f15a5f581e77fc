import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { details, exchange, handshake, ids, nextRequest, only, type Segment } from '../told.ts';

const odd: Segment = { at: 1, from: 'originator', flags: '.', seq: 90_001_101, ack: 5051, length: 100 };
const reset: Segment = { at: 1.0005, from: 'responder', flags: 'R', seq: 5051, ttl: 63 };
const after: Segment = { at: 1.2, from: 'responder', flags: 'P.', seq: 5051, ack: 1101, length: 50 };
const before = [...handshake(), ...exchange(0.02)];

describe('conntrack-invalid', () => {
  it('a segment beyond the window, answered from nearer, while the real end goes on, is proven', async () => {
    const finding = await only([...before, odd, reset, after]);
    assert.equal(finding.cause, 'conntrack-invalid');
    assert.equal(finding.verdict, 'proven');
    assert.equal(finding.sentBy, 'nat-host');
    assert.match(details(finding), /it ends at 90001201, 89,935,960 bytes beyond the window/);
    assert.match(details(finding), /500 µs later \(the handshake took 10\.0 ms to the responder and back\)/);
    assert.ok(ids(finding.ruledOut).includes('anycast-shift'));
  });

  it('without anything of the real end afterwards, a second edge stays possible', async () => {
    const finding = await only([...before, odd, reset]);
    assert.equal(finding.verdict, 'likely');
    assert.deepEqual(ids(finding.stillPossible), ['anycast-shift']);
  });

  it('flags that no TCP sends are odd as well', async () => {
    const finding = await only([...before, { ...odd, flags: 'FS.', seq: 1101, length: 0 }, reset, after]);
    assert.equal(finding.cause, 'conntrack-invalid');
  });

  it('an ordinary segment before the RST is a rule, not INVALID', async () => {
    assert.equal((await only([...before, nextRequest(1), reset, after])).cause, 'firewall-reject');
  });

  it("the responder's own TTL excludes it", async () => {
    assert.notEqual((await only([...before, odd, { ...reset, ttl: 62 }, after])).cause, 'conntrack-invalid');
  });
});
