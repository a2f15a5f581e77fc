import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding } from '@fivewhys/evidence';
import { claims, onlyFinding } from './causes/only-finding.ts';
import { exchange, handshake, ids, nextRequest, type Segment, told } from './told.ts';

/** As `tcpdump -nn -S` prints it without -v: no TTL, no IP ID. */
const withoutTtl = (segments: readonly Segment[]): Promise<Finding> =>
  onlyFinding(
    told(segments)
      .join('\n')
      .replace(/ IP \(.*\)\n +/g, ' IP ')
      .replaceAll('cksum 0x1 (correct), ', '')
      .split('\n'),
  );
const reset = (at: number, more: Partial<Segment> = {}): Segment => ({
  at,
  from: 'responder',
  flags: 'R',
  seq: 5051,
  ...more,
});
const ruledOut = (finding: Finding) => ids(finding.ruledOut);

describe('a text without TTLs', () => {
  it('leaves a box that forgot possible after a silence that a known timer ends, and names what else it may be', async () => {
    const finding = await withoutTtl([...handshake(), ...exchange(0.02), nextRequest(400), reset(400.0005)]);
    assert.equal(finding.cause, 'idle-timeout');
    assert.equal(finding.verdict, 'possible');
    assert.equal(finding.sentBy, 'unknown');
    assert.match(claims(finding), /whether the other end made it is not in the evidence/);
    assert.deepEqual(ids(finding.stillPossible).sort(), ['firewall-reject', 'restart']);
    assert.ok(!ruledOut(finding).includes('anycast-shift'));
  });

  it('says nothing of a timer after a silence that is shorter than any known one', async () => {
    const finding = await withoutTtl([...handshake(), ...exchange(0.02), nextRequest(20), reset(20.0005)]);
    assert.equal(finding.cause, 'restart');
    assert.ok(ids(finding.stillPossible).includes('idle-timeout'));
    assert.ok(!ruledOut(finding).includes('idle-timeout'));
  });

  it('leaves a rule and another edge possible in the middle of an exchange; a NAT host would have answered an odd segment', async () => {
    const finding = await withoutTtl([...handshake(), ...exchange(0.02), nextRequest(0.1), reset(0.11)]);
    assert.equal(finding.cause, 'undetermined');
    assert.deepEqual(ids(finding.stillPossible).sort(), ['anycast-shift', 'firewall-reject']);
    assert.ok(ruledOut(finding).includes('conntrack-invalid'));
    assert.ok(!ruledOut(finding).some((cause) => ['firewall-reject', 'anycast-shift'].includes(cause)));
  });
});

describe('a capture of one direction', () => {
  it('excludes neither a box on the way nor an end that lost its state', async () => {
    const oneWay = [...exchange(0.02).filter(({ from }) => from === 'originator'), nextRequest(0.1)];
    const finding = await onlyFinding(told([...oneWay, reset(0.11, { ttl: 60 })]));
    assert.equal(finding.cause, 'undetermined');
    for (const cause of ['firewall-reject', 'anycast-shift', 'conntrack-invalid', 'restart']) {
      assert.ok(ids(finding.stillPossible).includes(cause), cause);
      assert.ok(!ruledOut(finding).includes(cause), cause);
    }
  });
});

describe('a capture at the machine that packets reach after a shift', () => {
  it('leaves another edge possible, where a connection comes without its beginning and this host, which is heard in others, resets it', async () => {
    const here = (segments: Segment[]): Segment[] =>
      segments.map((segment) => ({ ...segment, ttl: segment.from === 'responder' ? 64 : 60 }));
    const moved = here([nextRequest(2), reset(2.0001)]);
    const finding = await onlyFinding(
      told([...here(handshake(0, { port: 50_000 })), ...here(exchange(0.02, { port: 50_000 })), ...moved]),
    );
    assert.equal(finding.cause, 'undetermined');
    assert.deepEqual(ids(finding.stillPossible).sort(), ['anycast-shift', 'firewall-reject', 'restart']);
    assert.match(JSON.stringify(finding.stillPossible), /may have begun at another machine with this address/);
  });
});

describe('a capture that begins with the segment that is reset', () => {
  it('does not say that no silence came before', async () => {
    const more: Segment[] = [
      { at: 0.02, from: 'originator', flags: 'P.', seq: 1101, ack: 5051, length: 100 },
      reset(0.021, { ttl: 63 }),
      { at: 0.3, from: 'responder', flags: '.', seq: 5051, ack: 1101 },
      ...handshake(1, { port: 50_000 }),
    ];
    const finding = await onlyFinding(told(more));
    assert.equal(finding.cause, 'firewall-reject');
    assert.equal(finding.verdict, 'likely');
    assert.ok(ids(finding.stillPossible).includes('idle-timeout'));
    assert.match(
      finding.whys.flatMap(({ evidence }) => evidence.map(({ detail }) => detail)).join('\n'),
      /how long it was silent before is not in the capture/,
    );
  });
});

describe('where a RST came', () => {
  it("an originator's RST behind its own SYN answers no SYN", async () => {
    const finding = await onlyFinding(
      told([
        { at: 0, from: 'originator', flags: 'S', seq: 1000 },
        { at: 0.5, from: 'originator', flags: 'R.', seq: 1001, ack: 77, window: 5 },
      ]),
    );
    assert.doesNotMatch(JSON.stringify(finding), /in answer to a SYN/);
  });

  it('one whose number answers no SYN of the capture is not called an answer to it', async () => {
    const finding = await onlyFinding(
      told([
        { at: 0, from: 'originator', flags: 'S', seq: 1000 },
        { at: 0.5, from: 'responder', flags: 'R.', seq: 0, ack: 4711 },
      ]),
    );
    assert.equal(finding.cause, 'undetermined');
    assert.doesNotMatch(JSON.stringify([finding.symptom, finding.whys]), /answer to a SYN|SYN was|went on/);
  });
});
