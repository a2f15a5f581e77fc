import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { causes, details, onlyFinding } from './only-finding.ts';
import { fromOriginator, fromResponder, opening } from './segments.ts';

describe('application-abort', () => {
  it('is a FIN in the middle of an upload, whose rest is reset', async () => {
    const finding = await onlyFinding([
      ...opening({ answered: false }),
      ...fromOriginator('00.030000', 'Flags [.], seq 1101:2549, ack 5001, win 501, options [TS val 5 ecr 8]', 13),
      ...fromResponder('00.030050', 'Flags [F.], seq 5001, ack 2549, win 501, options [TS val 12 ecr 5]', 79),
      ...fromOriginator('00.030100', 'Flags [P.], seq 2549:3997, ack 5001, win 501, options [TS val 5 ecr 8]', 14),
      ...fromResponder('00.030150', 'Flags [R], seq 5001, win 0', 0),
      ...fromOriginator('00.030200', 'Flags [P.], seq 3997:4097, ack 5001, win 501, options [TS val 5 ecr 8]', 15),
    ]);
    assert.equal(finding.cause, 'application-abort');
    assert.equal(finding.verdict, 'possible');
    assert.match(details(finding), /^100 more bytes were sent behind the RST, in vain$/m);
    assert.match(details(finding), /kind A, seq 5001 of the RST = ack 5001 of frame 8 = seq 5001 of the FIN/);
    assert.ok(causes(finding.stillPossible).includes('process-killed'));
  });
});
