import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { abort, because } from './abort-stories.ts';
import { causes, claims, details, onlyFinding } from './only-finding.ts';
import { opening } from './segments.ts';

describe('linger-zero', () => {
  it('is possible, no more, for a RST right after an answer: something of the request may have been unread', async () => {
    const finding = await onlyFinding([...opening(), ...abort('00.030000')]);
    assert.equal(finding.cause, 'linger-zero');
    assert.equal(finding.verdict, 'possible');
    assert.match(
      details(finding),
      /ack 1101 of the RST − ack 1101 of the responder's last payload \(frame 6\) = 0 bytes/,
    );
    assert.deepEqual(causes(finding.stillPossible), ['unread-data', 'application-abort', 'harmless']);
    assert.ok(finding.notes.some((note) => note.includes('no byte was lost')));
  });

  it('is not a RST out of a silence: that is only an abort whose reason can not be told', async () => {
    const finding = await onlyFinding([...opening(), ...abort('30.000000')]);
    assert.equal(finding.cause, 'application-abort');
    assert.equal(finding.verdict, 'possible');
    assert.match(finding.symptom, /aborted a connection that had carried no payload for 30\.0 s/);
    assert.match(claims(finding), /as a time-out of the program does/);
    assert.match(because(finding.ruledOut, 'idle-timeout'), /the RST came by itself, 30\.0 s after the last packet/);
    for (const cause of ['unread-data', 'linger-zero', 'process-killed', 'socket-destroyed']) {
      assert.ok(causes(finding.stillPossible).includes(cause), cause);
    }
  });
});
