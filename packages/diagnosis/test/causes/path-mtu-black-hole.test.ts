import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { explainText } from '../explain-text.ts';
import { claims, details, exchange, handshake, healthy, ids, only, type Segment, told } from '../told.ts';

const large = (at: number, length = 1448, seq = 1101): Segment => ({
  at,
  from: 'originator',
  flags: '.',
  seq,
  ack: 5051,
  length,
});
const tries = [1, 1.2, 1.6, 2.4, 4].map((at) => large(at));
const before = [...handshake(), ...exchange(0.02)];

describe('path-mtu-black-hole', () => {
  it('a segment of 1448 bytes that never arrives, where 100 bytes passed, is a black hole or a drop', async () => {
    const finding = await only([...before, ...tries, ...healthy(5)]);
    assert.equal(finding.cause, 'path-mtu-black-hole');
    assert.equal(finding.verdict, 'likely');
    assert.match(claims(finding), /1448 bytes was sent 5 times at growing intervals/);
    assert.match(details(finding), /acknowledged: 100 bytes/);
    assert.match(details(finding), /MSS 1460 and 1460/);
    assert.deepEqual(ids(finding.stillPossible), ['firewall-drop']);
  });

  it('is proven when a smaller segment behind it arrives: the answer is a SACK', async () => {
    const finding = await only([
      ...before,
      large(1),
      large(1.0001, 200, 1101 + 1448),
      { at: 1.02, from: 'responder', flags: '.', seq: 5051, ack: 1101, options: 'nop,nop,sack 1 {2549:2749}' },
      ...[1.2, 1.6, 2.4, 4].map((at) => large(at)),
    ]);
    assert.equal(finding.cause, 'path-mtu-black-hole');
    assert.equal(finding.verdict, 'proven');
    assert.match(details(finding), /200 bytes\) arrived/);
  });

  it('is excluded when a segment of that size had been acknowledged', async () => {
    const finding = await only([
      ...before,
      large(0.5),
      { at: 0.51, from: 'responder', flags: '.', seq: 5051, ack: 1101 + 1448 },
      ...[1, 1.2, 1.6, 2.4, 4].map((at) => large(at, 1448, 1101 + 1448)),
      ...healthy(5),
    ]);
    assert.equal(finding.cause, 'firewall-drop');
    assert.match(
      finding.ruledOut.find(({ cause }) => cause === 'path-mtu-black-hole')?.because ?? '',
      /1448 bytes (was acknowledged|had passed)/,
    );
  });

  it('is excluded for small segments', async () => {
    const finding = await only([...before, ...[1, 1.2, 1.6, 2.4, 4].map((at) => large(at, 300)), ...healthy(5)]);
    assert.equal(finding.cause, 'firewall-drop');
  });

  it('random loss, where the third try arrives, is no finding', async () => {
    const { findings } = await explainText(
      told([...before, ...tries.slice(0, 3), { at: 1.61, from: 'responder', flags: '.', seq: 5051, ack: 2549 }]),
    );
    assert.deepEqual(findings, []);
  });

  it('a RST of the responder seconds later is a consequence', async () => {
    const finding = await only([
      ...before,
      ...tries,
      { at: 30, from: 'responder', flags: 'R.', seq: 5051, ack: 1101, window: 501, id: 3000 },
    ]);
    assert.equal(finding.cause, 'path-mtu-black-hole');
    assert.match(claims(finding), /late consequence/);
  });
});
