import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding } from '@fivewhys/evidence';
import { story } from '../../../connections/test/story.ts';
import { explainStory, say } from '../explain-story.ts';
import { causes, claims, details, onlyFinding } from './only-finding.ts';
import { fromOriginator, fromResponder, longAnswer, opening } from './segments.ts';

const fin = fromResponder('05.023000', 'Flags [F.], seq 5051, ack 1101, win 501, options [TS val 90 ecr 4]', 79);
const request = fromOriginator(
  '05.030000',
  'Flags [P.], seq 1101:1301, ack 5051, win 501, options [TS val 91 ecr 8]',
  14,
);
const reset = fromResponder('05.030100', 'Flags [R], seq 5051, win 0', 0);
const refused = [
  ...fromOriginator('06.000000', 'Flags [S], seq 7000, win 64240, options [mss 1460]', 20, 40_009),
  ...fromResponder('06.000100', 'Flags [R.], seq 0, ack 7001, win 0', 0, 62, 40_009),
];
const accepted = opening({ port: 40_010, second: '06' });

describe('keep-alive-race', () => {
  it("is proven by RST.seq = FIN.seq and the responder's TTL, with the silence before the FIN", async () => {
    const finding = await onlyFinding([...opening(), ...fin, ...request, ...reset, ...accepted]);
    assert.equal(finding.cause, 'keep-alive-race');
    assert.equal(finding.verdict, 'proven');
    assert.equal(finding.sentBy, 'responder');
    assert.match(details(finding), /seq 5051 of the RST = seq 5051 of the FIN = ack 5051 of frame 9/);
    assert.match(details(finding), /ack 5051 does not cover the FIN, which takes 5052/);
    assert.match(claims(finding), /after 5\.00 s without a word/);
    assert.match(details(finding), /5 s is the default of Apache httpd's KeepAliveTimeout/);
    assert.equal(finding.distributions[0]?.median.toFixed(2), '5.00');
    assert.ok(finding.remedies.length > 0);
  });

  it('is the same at the other end, where the request is captured before the FIN, and a second RST answers the ACK of the FIN', async () => {
    const finding = await onlyFinding([
      ...opening(),
      ...fromOriginator('05.020000', 'Flags [P.], seq 1101:1301, ack 5051, win 501, options [TS val 91 ecr 8]', 14),
      ...fin,
      ...fromOriginator('05.023100', 'Flags [.], ack 5052, win 501, options [TS val 91 ecr 90]', 15),
      ...reset,
      ...fromResponder('05.033100', 'Flags [R], seq 5052, win 0', 0),
      ...accepted,
    ]);
    assert.equal(finding.cause, 'keep-alive-race');
    assert.equal(finding.verdict, 'proven');
    assert.match(details(finding), /the FIN is captured 3\.00 ms after the request/);
  });

  it('is likely where no later connection shows that the process which closed lived on', async () => {
    const finding = await onlyFinding([...opening(), ...fin, ...request, ...reset]);
    assert.equal(finding.cause, 'keep-alive-race');
    assert.equal(finding.verdict, 'likely');
    assert.deepEqual(causes(finding.stillPossible), ['process-killed']);
  });

  it('says that no timer closed when the FIN came right after the response', async () => {
    const finding = await onlyFinding([
      ...opening(),
      ...fromResponder('00.022200', 'Flags [F.], seq 5051, ack 1101, win 501, options [TS val 9 ecr 4]', 79),
      ...fromOriginator('00.030000', 'Flags [P.], seq 1101:1301, ack 5051, win 501, options [TS val 12 ecr 8]', 14),
      ...fromResponder('00.030100', 'Flags [R], seq 5051, win 0', 0),
    ]);
    assert.equal(finding.cause, 'keep-alive-race');
    assert.match(claims(finding), /right after its response, not after a time of idleness/);
  });

  it('is likely, not proven, from text that does not hold the TTL', async () => {
    const plain = [...opening(), ...fin, ...request, ...reset, ...accepted]
      .join('\n')
      .replace(/ IP \(.*\)\n +/g, ' IP ')
      .split('\n');
    const finding = await onlyFinding(plain);
    assert.equal(finding.cause, 'keep-alive-race');
    assert.equal(finding.verdict, 'likely');
    assert.deepEqual(causes(finding.stillPossible), ['idle-timeout', 'firewall-reject']);
  });

  it('is not what a box nearer by did: another TTL excludes it', async () => {
    const finding = await onlyFinding([
      ...opening(),
      ...fin,
      ...request,
      ...fromResponder('05.030100', 'Flags [R], seq 5051, win 0', 0, 63),
    ]);
    assert.equal(finding.cause, 'firewall-reject');
    assert.ok(causes(finding.ruledOut).includes('keep-alive-race'));
  });

  it('is not an upload that was cut off: the request was under way when the responder closed', async () => {
    const finding = await onlyFinding([
      ...opening({ answered: false }),
      ...fromOriginator('00.030000', 'Flags [.], seq 1101:2549, ack 5001, win 501, options [TS val 5 ecr 8]', 13),
      ...fromResponder('00.030050', 'Flags [F.], seq 5001, ack 2549, win 501, options [TS val 12 ecr 5]', 79),
      ...fromOriginator('00.030100', 'Flags [P.], seq 2549:3997, ack 5001, win 501, options [TS val 5 ecr 8]', 14),
      ...fromResponder('00.030150', 'Flags [R], seq 5001, win 0', 0),
    ]);
    assert.notEqual(finding.cause, 'keep-alive-race');
    assert.match(
      finding.ruledOut.find(({ cause }) => cause === 'keep-alive-race')?.because ?? '',
      /in the middle of sending/,
    );
  });

  it('is not proven while the port refuses SYNs afterwards: the process may have ended', async () => {
    const { explainText } = await import('../explain-text.ts');
    const { findings } = await explainText([...opening(), ...fin, ...request, ...reset, ...refused]);
    const finding = findings.find(({ subjects }) => subjects.some(({ stream }) => stream === 0));
    assert.notEqual(finding?.verdict, 'proven');
    assert.equal(finding?.cause, 'process-killed');
    assert.ok(causes(finding?.stillPossible ?? []).includes('keep-alive-race'));
  });

  it("with the parts exchanged: the responder's data crossed the FIN of an originator that had been silent", async () => {
    const finding = await onlyFinding([
      ...opening(),
      ...fromOriginator('30.022100', 'Flags [F.], seq 1101, ack 5051, win 501, options [TS val 80 ecr 8]', 14),
      ...fromResponder('30.025000', 'Flags [P.], seq 5051:5071, ack 1101, win 501, options [TS val 90 ecr 4]', 80),
      ...fromOriginator('30.025100', 'Flags [R], seq 1101, win 0', 0),
    ]);
    assert.equal(finding.cause, 'keep-alive-race');
    assert.equal(finding.sentBy, 'originator');
    assert.match(finding.symptom, /was reset by its originator/);
  });

  it('names the second that Node.js adds to its 5 s', async () => {
    const shifted = [...fin, ...request, ...reset].map((text) => text.replace(/:05\.0/, ':06.0'));
    const finding = await onlyFinding([...opening(), ...shifted]);
    assert.match(
      details(finding),
      /6 s is what Node\.js \(to 26\) waits by default: keepAliveTimeout 5 s, and a second more/,
    );
  });

  it('does not say that nothing had been said when the answer before the FIN was not kept', async () => {
    const finding = await onlyFinding([
      ...opening({ answered: false }),
      ...longAnswer(),
      ...fromResponder('00.500000', 'Flags [F.], seq 33961, ack 1101, win 501, options [TS val 90 ecr 5]', 120),
      ...fromOriginator('00.500100', 'Flags [P.], seq 1101:1301, ack 33961, win 501, options [TS val 91 ecr 9]', 60),
      ...fromResponder('00.500200', 'Flags [R], seq 33961, win 0', 0),
    ]);
    assert.equal(finding.cause, 'keep-alive-race');
    assert.match(claims(finding), /The responder closed the connection after its response$/);
    assert.match(details(finding), /frame 25, its last payload, is too far back to tell how long it had been idle/);
  });

  describe('where the closed end takes the request, and drops it', () => {
    const asked = 'GET /a HTTP/1.1\r\nHost: a\r\n\r\n';
    const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';
    /** A request that crosses the FIN of its responder, as at the responder's end. */
    const crossing = (idleMs: number) => {
      const told = say(say(story().handshake(), 'originator', asked), 'responder', answer).ack('originator');
      const { next } = told.ends.responder;
      return told
        .wait(idleMs)
        .fin('responder')
        .data('originator', asked.length, { payload: Buffer.from(asked), acknowledgment: next });
    };

    it('is the same without a RST: it acknowledges the request, and closes', () => {
      const [finding, ...others] = explainStory(crossing(5000).ack('responder').fin('originator').ack('responder'));
      assert.deepEqual(
        [finding?.cause, finding?.verdict, finding?.sentBy, others.length],
        ['keep-alive-race', 'proven', 'responder', 0],
      );
      assert.match(claims(finding as Finding), /^The request got no answer and no RST/m);
      assert.match(claims(finding as Finding), /after 5\.0\d s without a word/);
    });

    it('is the same where it leaves the request unread, and resets when it closes for good', () => {
      const [finding] = explainStory(crossing(5000).ack('responder').wait(1000).abort('responder'));
      assert.equal(finding?.cause, 'keep-alive-race');
      assert.ok(causes(finding?.ruledOut ?? []).includes('unread-data'));
    });

    it('is not what is reset right behind an answer: that may be the rest of the request', () => {
      const [finding] = explainStory(crossing(1).ack('responder').wait(10).abort('responder'));
      assert.notEqual(finding?.cause, 'keep-alive-race');
    });

    it('is no request that had seen the FIN', () => {
      const told = say(say(story().handshake(), 'originator', asked), 'responder', answer)
        .ack('originator')
        .wait(5000);
      const seen = say(told.fin('responder').ack('originator'), 'originator', asked).ack('responder');
      assert.deepEqual(
        explainStory(seen.fin('originator').ack('responder')).map(({ cause }) => cause),
        ['late-data'],
      );
    });
  });
});
