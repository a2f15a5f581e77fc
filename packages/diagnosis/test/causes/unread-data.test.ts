import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { abort, because } from './abort-stories.ts';
import { causes, details, onlyFinding } from './only-finding.ts';
import { fromOriginator, fromResponder, opening } from './segments.ts';

describe('unread-data', () => {
  it('is likely when bytes were acknowledged and never answered; only the counters exclude linger-zero', async () => {
    const finding = await onlyFinding([...opening({ answered: false }), ...abort('00.100000', { seq: 5001 })]);
    assert.equal(finding.cause, 'unread-data');
    assert.equal(finding.verdict, 'likely');
    assert.match(details(finding), /ack 1101 of the RST − ISN 1000 − 1 for the SYN = 100 bytes/);
    assert.ok(causes(finding.stillPossible).includes('linger-zero'));
    assert.ok(finding.next.some(({ command }) => command.includes('TcpExtTCPAbortOnClose')));
  });

  it('is only possible when the RST came long after the request: a time-out looks the same', async () => {
    const finding = await onlyFinding([...opening({ answered: false }), ...abort('40.000000', { seq: 5001 })]);
    assert.equal(finding.cause, 'unread-data');
    assert.equal(finding.verdict, 'possible');
    assert.match(because(finding.stillPossible, 'application-abort'), /40\.0 s after the last payload/);
    // 40 s were silent: what idle-timeout lacks is a packet that ended the silence, not the silence.
    assert.match(because(finding.ruledOut, 'idle-timeout'), /^the RST came by itself, 40\.0 s after the last packet/);
  });

  it('is not an answer after which a long request had been finished by a FIN', async () => {
    const finding = await onlyFinding([
      ...opening(),
      ...fromOriginator('01.000000', 'Flags [.], seq 1101:2549, ack 5051, win 501, options [TS val 5 ecr 8]', 14),
      ...fromOriginator('01.000010', 'Flags [P.], seq 2549:3997, ack 5051, win 501, options [TS val 5 ecr 8]', 15),
      ...fromResponder('01.010000', 'Flags [P.], seq 5051:5101, ack 3997, win 501, options [TS val 12 ecr 5]', 80),
      ...fromOriginator('01.010100', 'Flags [F.], seq 3997, ack 5101, win 501, options [TS val 14 ecr 12]', 16),
      ...fromResponder('01.020000', 'Flags [R.], seq 5101, ack 3998, win 501, options [TS val 15 ecr 14]', 81),
    ]);
    assert.deepEqual([finding.cause, finding.verdict], ['harmless', 'likely']);
    assert.match(because(finding.stillPossible, 'application-abort'), /closed its sending side alone/);
    assert.match(because(finding.ruledOut, 'unread-data'), /all that the originator had sent was answered/);
  });

  it('is not a RST from nearer than the responder', async () => {
    const finding = await onlyFinding([...opening({ answered: false }), ...abort('00.100000', { seq: 5001, ttl: 63 })]);
    assert.equal(finding.cause, 'injected-reset');
  });

  it('is not a RST of kind C after payload that was sent again in vain: that was lost on the way', async () => {
    const upload = (at: string, id: number) =>
      fromOriginator(at, 'Flags [.], seq 1101:2549, ack 5001, win 501, options [TS val 5 ecr 8]', id);
    const finding = await onlyFinding([
      ...opening({ answered: false }),
      ...upload('00.030000', 13),
      ...upload('00.260000', 14),
      ...upload('00.700000', 15),
      ...abort('05.000000', { seq: 5001 }),
    ]);
    assert.equal(finding.cause, 'undetermined');
    assert.equal(finding.stillPossible[0]?.cause, 'path-mtu-black-hole');
    for (const cause of ['unread-data', 'linger-zero', 'application-abort', 'process-killed']) {
      assert.match(because(finding.ruledOut, cause), /were lost on the way/, cause);
    }
  });
});
