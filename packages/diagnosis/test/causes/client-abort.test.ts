import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding } from '@fivewhys/evidence';
import { story } from '../../../connections/test/story.ts';
import { explainStory, say } from '../explain-story.ts';
import { because } from './abort-stories.ts';
import { causes, claims, details, onlyFinding } from './only-finding.ts';
import { fromOriginator, fromResponder, opening } from './segments.ts';

describe('client-abort', () => {
  const giveUp = (at: string, seq = 1101, ack = 5001) =>
    fromOriginator(at, `Flags [R.], seq ${seq}, ack ${ack}, win 501, options [TS val 99 ecr 8]`, 15);

  it('is likely for a request that its originator aborts unanswered, with the time that it waited', async () => {
    const finding = await onlyFinding([...opening({ answered: false }), ...giveUp('30.011000')]);
    assert.equal(finding.cause, 'client-abort');
    assert.equal(finding.verdict, 'likely');
    assert.equal(finding.sentBy, 'originator');
    assert.match(claims(finding), /gave up waiting, 30\.0 s after/);
    assert.equal(finding.distributions[0]?.median.toFixed(1), '30.0');
    assert.ok(causes(finding.ruledOut).includes('harmless'));
  });

  it('leaves harmless possible in the middle of, or right after, an answer', async () => {
    const finding = await onlyFinding([...opening(), ...giveUp('00.023000', 1101, 5051)]);
    assert.equal(finding.cause, 'client-abort');
    assert.ok(causes(finding.stillPossible).includes('harmless'));
  });

  it('is an originator that closes before the answer, which it then resets', async () => {
    const finding = await onlyFinding([
      ...opening({ answered: false }),
      ...fromOriginator('10.011000', 'Flags [F.], seq 1101, ack 5001, win 501, options [TS val 80 ecr 8]', 14),
      ...fromResponder('10.031000', 'Flags [.], ack 1102, win 501, options [TS val 81 ecr 80]', 80),
      ...fromResponder('12.000000', 'Flags [P.], seq 5001:6001, ack 1102, win 501, options [TS val 90 ecr 80]', 81),
      ...fromOriginator('12.000100', 'Flags [R], seq 1102, win 0', 0),
    ]);
    assert.equal(finding.cause, 'client-abort');
    assert.match(finding.symptom, /closed before the answer/);
    assert.match(details(finding), /seq 1102 of the RST = ack 1102 of frame 8 = seq 1101 of the originator's FIN \+ 1/);
  });

  it('is only possible where what was reset may have been a farewell', async () => {
    const finding = await onlyFinding([
      ...opening(),
      ...fromOriginator('00.030000', 'Flags [F.], seq 1101, ack 5051, win 501, options [TS val 80 ecr 8]', 14),
      ...fromResponder('00.040000', 'Flags [P.], seq 5051:5075, ack 1102, win 501, options [TS val 90 ecr 80]', 81),
      ...fromOriginator('00.040100', 'Flags [R], seq 1102, win 0', 0),
      ...fromResponder('00.040200', 'Flags [P.], seq 5075:5080, ack 1102, win 501, options [TS val 90 ecr 80]', 82),
      ...fromOriginator('00.040300', 'Flags [R], seq 1102, win 0', 0),
    ]);
    assert.equal(finding.verdict, 'possible');
    assert.match(finding.symptom, /reset the 29 bytes that came from 192\.0\.2\.2:80 behind that/);
    assert.match(details(finding), /^24 bytes from seq 5051, never acknowledged/m);
    assert.match(details(finding), /^5 bytes more came after the RST$/m);
    assert.match(because(finding.stillPossible, 'harmless'), /close_notify/);
  });
});

describe('a bare RST of an originator that had sent no FIN', () => {
  it('is called what it is, whatever its window, and tells that the whole answer had been sent', () => {
    const request = 'GET /a HTTP/1.1\r\nHost: a\r\n\r\n';
    const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
    const told = say(say(story().handshake(), 'originator', request), 'responder', answer);
    const [finding] = explainStory(told.wait(9000).reset('originator', { window: 65_535 }));
    assert.deepEqual([finding?.cause, finding?.verdict], ['client-abort', 'possible']);
    assert.doesNotMatch(claims(finding as Finding), /no window/);
    assert.match(details(finding as Finding), /window 65535 instead of 0/);
    assert.match(details(finding as Finding), /the answer 200: it was complete: its 2 bytes of body/);
    assert.deepEqual(
      finding?.stillPossible.slice(0, 2).map(({ cause }) => cause),
      ['conntrack-invalid', 'injected-reset'],
    );
    assert.match(finding?.next.at(-1)?.why ?? '', /a RST in the name of .* that arrives there, and was not sent here/);
    assert.match(
      because(finding?.stillPossible ?? [], 'harmless'),
      /the whole answer 200 \(frame 5\) had been sent, though the originator had not acknowledged it/,
    );
  });
});

describe('client-abort behind what may be the whole answer', () => {
  const abortAt = (ack: number) =>
    fromOriginator('00.030000', `Flags [R.], seq 1101, ack ${ack}, win 501, options [TS val 80 ecr 8]`, 14);
  const more = fromResponder(
    '00.031000',
    'Flags [P.], seq 5051:5101, ack 1101, win 501, options [TS val 91 ecr 4]',
    81,
  );

  it('is only possible, and likely where more of it comes after the RST', async () => {
    const behind = await onlyFinding([...opening(), ...abortAt(5051)]);
    assert.deepEqual([behind.cause, behind.verdict, behind.remedies], ['client-abort', 'possible', []]);
    assert.match(behind.next[1]?.command ?? '', /-Y 'tcp\.len > 0' .* -e tcp\.time_relative$/);
    const amid = await onlyFinding([...opening(), ...abortAt(5051), ...more]);
    assert.deepEqual([amid.cause, amid.verdict], ['client-abort', 'likely']);
  });
});
