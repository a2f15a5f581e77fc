import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { explainText } from '../explain-text.ts';
import { details, handshake, healthy, ids, only, type Segment, told } from '../told.ts';

const reset: Segment = { at: 0.0201, from: 'responder', flags: 'R', seq: 5001 };
const request = (at: number): Segment => ({ at, from: 'originator', flags: 'P.', seq: 1001, ack: 5001, length: 100 });
const synAck = (at: number): Segment => ({
  at,
  from: 'responder',
  flags: 'S.',
  seq: 5000,
  ack: 1001,
  options: 'mss 1460',
});
const ack = (at: number): Segment => ({ at, from: 'originator', flags: '.', seq: 1101, ack: 5001 });

describe('backlog-overflow', () => {
  it("a RST one round trip after the handshake's ACK, seq = ISN + 1, same TTL, is a full queue that aborts", async () => {
    const finding = await only([...handshake(), reset, ...healthy(1)]);
    assert.equal(finding.cause, 'backlog-overflow');
    assert.equal(finding.verdict, 'likely');
    assert.equal(finding.sentBy, 'responder');
    assert.match(details(finding), /seq 5001 = the responder's ISN 5000 \+ 1; 10\.0 ms after the ACK/);
    assert.deepEqual(ids(finding.stillPossible), ['anycast-shift']);
  });

  it('leaves a restart possible when the port accepts nothing afterwards', async () => {
    assert.ok(ids((await only([...handshake(), reset])).stillPossible).includes('restart'));
  });

  it('the same RST a second after the handshake answers something else', async () => {
    const finding = await only([...handshake(), request(1), { ...reset, at: 1.01 }]);
    assert.notEqual(finding.cause, 'backlog-overflow');
  });

  it('the same RST with another TTL was made by another machine', async () => {
    assert.notEqual((await only([...handshake(), { ...reset, ttl: 60 }])).cause, 'backlog-overflow');
  });

  it('a SYN-ACK that is repeated after data is a full queue that waits', async () => {
    const finding = await only([
      ...handshake(),
      request(0.011),
      request(0.22),
      request(0.64),
      synAck(1.01),
      ack(1.0101),
      request(1.5),
      synAck(3.01),
      ack(3.0101),
    ]);
    assert.equal(finding.cause, 'backlog-overflow');
    assert.match(details(finding), /SYN-ACK seq 5000 after 0\.0, 1\.0, 3\.0 s/);
    assert.deepEqual(ids(finding.stillPossible), ['firewall-drop']);
  });

  it('SYNs without an answer are the same full queue, if others to the port were left waiting', async () => {
    const { findings } = await explainText(
      told(
        [
          ...handshake(),
          ...[0.011, 0.22, 0.64, 1.5].map(request),
          synAck(1.01),
          ack(1.0101),
          ...[2, 3, 5].map((at): Segment => ({ at, from: 'originator', flags: 'S', seq: 7000, port: 40001 })),
        ].sort((a, b) => a.at - b.at),
      ),
    );
    assert.deepEqual(
      findings.map(({ cause, verdict }) => [cause, verdict]),
      [
        ['backlog-overflow', 'likely'],
        ['backlog-overflow', 'likely'],
      ],
    );
  });

  it('a SYN-ACK that is repeated without data is a deferred accept, no finding', async () => {
    const { findings } = await explainText(
      told([
        ...handshake(),
        synAck(1.01),
        { at: 1.0101, from: 'originator', flags: '.', seq: 1001, ack: 5001 },
        synAck(3.01),
        { at: 3.0101, from: 'originator', flags: '.', seq: 1001, ack: 5001 },
      ]),
    );
    assert.deepEqual(findings, []);
  });
});
