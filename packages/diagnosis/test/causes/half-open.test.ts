import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { explainText } from '../explain-text.ts';
import { exchange, handshake, ids, only, type Segment } from '../told.ts';
import { causes, details, onlyFinding } from './only-finding.ts';
import { fromOriginator, fromResponder, opening } from './segments.ts';

const syn = fromOriginator('30.000000', 'Flags [S], seq 700000, win 64240, options [mss 1460,TS val 900 ecr 0]', 50);
const challenge = (id: number) =>
  fromResponder('30.010000', 'Flags [.], ack 1101, win 501, options [TS val 901 ecr 4]', id).map((text) =>
    text.replace('ack 1101', 'seq 5051, ack 1101'),
  );
const answer = fromOriginator('30.010100', 'Flags [R], seq 1101, win 0', 0);
const accepted = [
  ...fromOriginator('30.021000', 'Flags [S], seq 700000, win 64240, options [mss 1460,TS val 920 ecr 0]', 51),
  ...fromResponder(
    '30.031000',
    'Flags [S.], seq 90000, ack 700001, win 64240, options [mss 1460,TS val 930 ecr 920]',
    0,
  ),
];

describe('half-open', () => {
  it('is proven by a challenge ACK with the numbers of a connection that nobody had closed', async () => {
    const finding = await onlyFinding([...opening(), ...syn, ...challenge(79), ...answer, ...accepted]);
    assert.equal(finding.cause, 'half-open');
    assert.equal(finding.verdict, 'proven');
    assert.equal(finding.sentBy, 'originator');
    assert.match(details(finding), /kind A, seq 1101 of the RST = ack 1101 of the ACK/);
    assert.match(details(finding), /its IP ID is 79: a live socket counts/);
    assert.match(details(finding), /the SYN-ACK came 31\.0 ms after the first SYN/);
    assert.ok(causes(finding.ruledOut).includes('time-wait-reuse'));
  });

  it('is no health check, which has its SYN-ACK before its RST, and nothing of it waits to be acknowledged', async () => {
    const finding = await onlyFinding([...opening(), ...syn, ...challenge(79), ...answer, ...accepted]);
    assert.deepEqual(finding.stillPossible, []);
    const harmless = finding.ruledOut.find(({ cause }) => cause === 'harmless');
    assert.equal(harmless?.because, 'the attempt to connect got the RST before its SYN-ACK');
  });

  it('is proven without the old connection in the capture by the IP ID of a live socket', async () => {
    const finding = await onlyFinding([...syn, ...challenge(79), ...answer, ...accepted]);
    assert.equal(finding.cause, 'half-open');
    assert.match(finding.ruledOut.find(({ cause }) => cause === 'time-wait-reuse')?.because ?? '', /IP ID is 79/);
  });

  it('is not an ACK with IP ID 0 and no connection before: that is TIME_WAIT', async () => {
    const finding = await onlyFinding([...syn, ...challenge(0), ...answer, ...accepted]);
    assert.equal(finding.cause, 'time-wait-reuse');
  });

  it('is not a connection that its responder had closed', async () => {
    const { findings } = await explainText([
      ...opening(),
      ...fromResponder('01.000000', 'Flags [F.], seq 5051, ack 1101, win 501, options [TS val 9 ecr 4]', 79),
      ...fromOriginator('01.010000', 'Flags [F.], seq 1101, ack 5052, win 501, options [TS val 10 ecr 9]', 14),
      ...fromResponder('01.020000', 'Flags [.], ack 1102, win 501, options [TS val 11 ecr 10]', 80),
      ...syn,
      ...challenge(0).map((text) => text.replace('seq 5051, ack 1101', 'seq 5052, ack 1102')),
      ...fromOriginator('30.010100', 'Flags [R], seq 1102, win 0', 0),
    ]);
    assert.ok(findings.every(({ cause }) => cause !== 'half-open'));
  });

  describe('when the responder speaks first, and the originator has no socket for it', () => {
    const spoken = (at: number, resetAfter = 0.0001): Segment[] => [
      { at, from: 'responder', flags: 'P.', seq: 5051, ack: 1101, length: 50 },
      { at: at + resetAfter, from: 'originator', flags: 'R', seq: 1101 },
    ];

    it('is possible after a long silence: a FIN of its program would have been repeated', async () => {
      const finding = await only([...handshake(), ...exchange(0.02), ...spoken(9)]);
      assert.equal(finding.cause, 'half-open');
      assert.equal(finding.verdict, 'possible');
      assert.equal(finding.sentBy, 'originator');
      assert.equal(finding.stillPossible[0]?.cause, 'client-abort');
      assert.match(details(finding), /8\.\d+ s of silence came before/);
    });

    it('is not it where the RST came late: a host without a socket answers as a segment comes', async () => {
      const finding = await only([...handshake(), ...exchange(0.02), ...spoken(9, 5)]);
      assert.notEqual(finding.cause, 'half-open');
    });

    it('is one of several reasons for a connection in use: who is reset by another, in the name of the responder, shows it so', async () => {
      const finding = await only([...handshake(), ...exchange(0.02), ...spoken(2)]);
      assert.deepEqual([finding.cause, finding.sentBy], ['undetermined', 'originator']);
      assert.deepEqual(ids(finding.stillPossible), [
        'conntrack-invalid',
        'injected-reset',
        'half-open',
        'client-abort',
        'process-killed',
      ]);
      assert.match(finding.next[0]?.why ?? '', /a RST in the name of .* that arrives there, and was not sent here/);
    });
  });
});
