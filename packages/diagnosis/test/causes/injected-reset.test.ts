import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { claims, details, exchange, handshake, ids, nextRequest, only, type Segment } from '../told.ts';

const before = [...handshake(), ...exchange(0.02), nextRequest(1)];
const reset: Segment = { at: 1.001, from: 'responder', flags: 'R', seq: 5051, ttl: 63, id: 4242, dontFragment: false };
const answer: Segment = { at: 1.3, from: 'responder', flags: 'P.', seq: 5051, ack: 1201, length: 50 };

describe('injected-reset', () => {
  it('IP ID 4242 without DF, another TTL, and the real answer afterwards: forged', async () => {
    const finding = await only([...before, reset, answer]);
    assert.equal(finding.cause, 'injected-reset');
    assert.equal(finding.sentBy, 'middlebox');
    assert.match(claims(finding), /No Linux of today makes a RST of this shape/);
    assert.match(details(finding), /IP ID 4242 instead of 0 \(an older Linux, or another system\)/);
    assert.match(details(finding), /299 ms later: it knew nothing of it/);
    assert.ok(ids(finding.ruledOut).includes('application-abort'));
    assert.deepEqual(ids(finding.stillPossible), ['firewall-reject']);
  });

  it('several RSTs whose numbers advance are the work of somebody who guesses', async () => {
    const more = [1, 2].map((step) => ({ ...reset, at: 1.001 + step / 1e4, seq: 5051 + step * 1460 }));
    assert.match(details(await only([...before, reset, ...more])), /3 RSTs with advancing numbers/);
  });

  it('a live socket whose IP ID is far from its last one did not send the RST', async () => {
    const data = [0.1, 0.2, 0.25].flatMap((at, index): Segment[] => [
      { at, from: 'responder', flags: 'P.', seq: 5051 + index * 50, ack: 1101, length: 50, id: 900 + index },
    ]);
    const finding = await only([
      ...handshake(),
      ...exchange(0.02, { id: 899 }),
      ...data,
      { at: 0.3, from: 'responder', flags: 'R.', seq: 5201, ack: 1101, window: 8192, id: 40000 },
    ]);
    assert.equal(finding.cause, 'injected-reset');
    assert.match(details(finding), /IP ID 40000; the responder's last were 900, 901, 902/);
    assert.match(claims(finding), /not from the host that has this socket/);
  });

  it('IP IDs that do not count one by one say nothing', async () => {
    const finding = await only([
      ...handshake(),
      ...exchange(0.02),
      ...[0.1, 0.2].map(
        (at, index): Segment => ({
          at,
          from: 'responder',
          flags: 'P.',
          seq: 5051 + index * 50,
          ack: 1101,
          length: 50,
          id: 9000 * (index + 1),
        }),
      ),
      { at: 0.3, from: 'responder', flags: 'R.', seq: 5151, ack: 1101, window: 8192, id: 40000 },
    ]);
    assert.notEqual(finding.cause, 'injected-reset');
  });

  it('an unusual shape alone is another system, not a forgery', async () => {
    const finding = await only([...before, { ...reset, ttl: 62 }]);
    assert.notEqual(finding.cause, 'injected-reset');
  });

  describe('a RST in the shape of an answer, when all had been acknowledged', () => {
    const acknowledged: Segment = { at: 1.0005, from: 'responder', flags: '.', seq: 5051, ack: 1201 };
    const shaped: Segment = { ...reset, id: 0, dontFragment: true };

    it('is forged if the end that it names goes on, as far away as it may come from', async () => {
      const finding = await only([...before, acknowledged, { ...shaped, ttl: 62 }, answer]);
      assert.equal(finding.cause, 'injected-reset');
      assert.match(claims(finding), /there was nothing left to answer/);
      assert.match(details(finding), /had been acknowledged 500 µs before it/);
      assert.ok(ids(finding.ruledOut).includes('firewall-reject'));
    });

    it('is forged if it comes from nearer: a rule that rejects a segment does not let it pass', async () => {
      assert.equal((await only([...before, acknowledged, shaped])).cause, 'injected-reset');
    });

    it('is nothing that a host which lost the connection, or a rule, would send; and no more is known', async () => {
      const finding = await only([...before, acknowledged, { ...shaped, ttl: 62 }]);
      assert.equal(finding.cause, 'undetermined');
    });
  });

  it('window 0 and missing timestamps alone are no sign: every kind A has them', async () => {
    const finding = await only([...before, { ...reset, id: 0, dontFragment: true }]);
    assert.equal(finding.cause, 'firewall-reject');
  });
});
