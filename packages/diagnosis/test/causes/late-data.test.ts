import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { causes, claims, details, onlyFinding } from './only-finding.ts';
import { fromOriginator, fromResponder, longAnswer, opening } from './segments.ts';

const closed = [
  ...fromResponder('05.023000', 'Flags [F.], seq 5051, ack 1101, win 501, options [TS val 90 ecr 4]', 79),
  ...fromOriginator('05.023100', 'Flags [.], ack 5052, win 501, options [TS val 91 ecr 90]', 14),
];
const data = fromOriginator(
  '08.000000',
  'Flags [P.], seq 1101:1301, ack 5052, win 501, options [TS val 95 ecr 90]',
  15,
);
const reset = fromResponder('08.000100', 'Flags [R], seq 5052, win 0', 0);

describe('late-data', () => {
  it('is proven by RST.seq = FIN.seq + 1 in answer to data whose sender had acknowledged the FIN', async () => {
    const finding = await onlyFinding([...opening(), ...closed, ...data, ...reset]);
    assert.equal(finding.cause, 'late-data');
    assert.equal(finding.verdict, 'proven');
    assert.match(
      details(finding),
      /seq 5052 of the RST = ack 5052 of frame 10, which it answers = seq 5051 of the FIN \+ 1/,
    );
    assert.match(details(finding), /frame 9 acknowledges it \(ack 5052\), 2\.98 s before the data/);
    assert.match(details(finding), /2\.98 s after the FIN/);
    assert.ok(finding.next.some(({ command }) => command.includes('close-wait')));
    assert.ok(causes(finding.ruledOut).includes('keep-alive-race'));
  });

  it('is not a bare ACK that reached a closed end: nothing was lost', async () => {
    const finding = await onlyFinding([
      ...opening(),
      ...closed,
      ...fromOriginator('08.000000', 'Flags [.], ack 5052, win 400, options [TS val 95 ecr 90]', 15),
      ...reset,
    ]);
    assert.notEqual(finding.cause, 'late-data');
    assert.match(finding.ruledOut.find(({ cause }) => cause === 'late-data')?.because ?? '', /answers something else/);
  });

  it('is not what another box did: its TTL tells', async () => {
    const finding = await onlyFinding([
      ...opening(),
      ...closed,
      ...data,
      ...fromResponder('08.000100', 'Flags [R], seq 5052, win 0', 0, 63),
    ]);
    assert.equal(finding.cause, 'firewall-reject');
    assert.match(finding.ruledOut.find(({ cause }) => cause === 'late-data')?.because ?? '', /TTL is 63/);
  });

  it("calls a few bytes right before the sender's own FIN a last word, as TLS has one", async () => {
    const finding = await onlyFinding([
      ...opening(),
      ...closed,
      ...fromOriginator('08.000000', 'Flags [P.], seq 1101:1125, ack 5052, win 501, options [TS val 95 ecr 90]', 15),
      ...fromOriginator('08.000010', 'Flags [F.], seq 1125, ack 5052, win 501, options [TS val 95 ecr 90]', 16),
      ...reset,
    ]);
    assert.equal(finding.cause, 'late-data');
    assert.equal(finding.verdict, 'likely');
    assert.ok(causes(finding.stillPossible).includes('harmless'));
    assert.match(claims(finding), /last word of 24 bytes/);
    assert.ok(finding.notes.some((note) => note.includes('close_notify')));
  });

  it('is told from the rest of a request by the answer before the FIN, also when none of that was kept', async () => {
    const finding = await onlyFinding([
      ...opening({ answered: false }),
      ...longAnswer(),
      ...fromResponder('00.500000', 'Flags [F.], seq 33961, ack 1101, win 501, options [TS val 90 ecr 5]', 120),
      ...fromOriginator('00.500100', 'Flags [.], ack 33962, win 501, options [TS val 91 ecr 90]', 60),
      ...fromOriginator('00.800000', 'Flags [P.], seq 1101:1301, ack 33962, win 501, options [TS val 95 ecr 90]', 61),
      ...fromResponder('00.800100', 'Flags [R], seq 33962, win 0', 0),
    ]);
    assert.equal(finding.cause, 'late-data');
  });

  it('is not the first word of an originator whose responder spoke first and closed: it was turned away', async () => {
    const finding = await onlyFinding([
      ...opening({ answered: false }).slice(0, 6),
      ...fromResponder('00.020000', 'Flags [P.], seq 5001:5051, ack 1001, win 501, options [TS val 8 ecr 3]', 78),
      ...fromResponder('00.020100', 'Flags [F.], seq 5051, ack 1001, win 501, options [TS val 8 ecr 3]', 79),
      ...fromOriginator('00.030000', 'Flags [P.], seq 1001:1021, ack 5052, win 501, options [TS val 9 ecr 8]', 14),
      ...fromResponder('00.030100', 'Flags [R], seq 5052, win 0', 0),
    ]);
    assert.equal(finding.cause, 'undetermined');
    assert.equal(causes(finding.stillPossible)[0], 'application-abort');
  });
});
