import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding } from '@fivewhys/evidence';
import { type Story, story } from '../../../connections/test/story.ts';
import { explainStory, say } from '../explain-story.ts';
import { because } from './abort-stories.ts';
import { causes, claims, details } from './only-finding.ts';

const request = 'GET /a HTTP/1.1\r\nHost: a\r\n\r\n';
const asked = () => say(story().handshake(), 'originator', request).ack('responder');

/** The originator waits, and closes; it has got nothing of what the responder sent unseen. */
function closedAfter(told: Story, ms: number): Story {
  const { next } = told.ends.responder;
  return told.wait(ms).fin('originator', { acknowledgment: next }).ack('responder');
}

function only(told: Story): Finding {
  const [finding, ...others] = explainStory(told);
  assert.ok(finding !== undefined && others.length === 0);
  return finding;
}

describe('a request without an answer, and the FIN of its originator', () => {
  it('is an originator that gave up, perhaps because a large answer was lost', () => {
    const finding = only(closedAfter(asked(), 4000));
    assert.deepEqual([finding.cause, finding.verdict, finding.sentBy], ['client-abort', 'possible', 'originator']);
    assert.match(finding.symptom, /waited 4\.0\d s for an answer/);
    assert.match(claims(finding), /^GET \/a had no answer/m);
    assert.equal(causes(finding.stillPossible)[0], 'path-mtu-black-hole');
    assert.deepEqual(finding.whys[1]?.evidence[0]?.frames, [4, 5]);
  });

  it('quotes of a request in several segments the acknowledgment that covers its end', () => {
    const upload = 'POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 2000\r\n\r\n';
    const told = say(story().handshake(), 'originator', upload).ack('responder');
    const finding = only(closedAfter(told.data('originator', 1400).data('originator', 600).ack('responder'), 4000));
    assert.deepEqual(finding.whys[1]?.evidence[0]?.frames, [4, 8]);
  });

  it('is no black hole if large segments of the responder had come before', () => {
    const told = say(
      say(story().handshake(), 'originator', request),
      'responder',
      `HTTP/1.1 200 OK\r\nContent-Length: 1400\r\n\r\n${'x'.repeat(1400)}`,
    );
    const finding = only(closedAfter(say(told, 'originator', request).ack('responder'), 4000));
    assert.equal(finding.cause, 'client-abort');
    assert.match(because(finding.ruledOut, 'path-mtu-black-hole'), /came through before \(frame 5\)/);
  });

  it('is nothing where the originator closes at once, was answered, or was not heard by the other host', () => {
    assert.deepEqual(explainStory(closedAfter(asked(), 500)), []);
    const answered = say(asked(), 'responder', 'HTTP/1.1 204 No Content\r\n\r\n');
    assert.deepEqual(explainStory(answered.wait(4000).close('originator')), []);
    const halfClosed = closedAfter(asked(), 4000);
    assert.deepEqual(explainStory(say(halfClosed, 'responder', 'HTTP/1.1 204 No Content\r\n\r\n')), []);
    assert.deepEqual(explainStory(say(story().handshake(), 'originator', request).wait(4000).fin('originator')), []);
  });

  it('is nothing where what was said is no request', () => {
    const told = story().handshake().data('originator', 100).ack('responder').wait(4000).close('originator');
    assert.deepEqual(explainStory(told), []);
  });
});

describe('an answer that was sent and did not arrive', () => {
  const sentUnseen = (told: Story, bytes: number) => {
    const { next } = told.ends.responder;
    told.unseen((unseen) => unseen.data('responder', bytes));
    return told.wait(4000).fin('originator', { acknowledgment: next }).ack('responder');
  };

  it("is a path that takes no large segments, by the number of the responder's ACK, whatever was spoken", () => {
    for (const told of [asked(), story().handshake().data('originator', 90).ack('responder')]) {
      const finding = only(sentUnseen(told, 14_600));
      assert.deepEqual([finding.cause, finding.verdict], ['path-mtu-black-hole', 'likely']);
      assert.match(
        finding.symptom,
        /^The answer of .* did not arrive: the originator closed without it after 4\.0\d s/,
      );
      assert.match(claims(finding), /14,600 bytes that it sent did not come/);
      assert.match(details(finding), /lies behind 14,600 bytes/);
      assert.deepEqual(causes(finding.stillPossible), ['firewall-drop']);
      assert.ok(causes(finding.ruledOut).includes('client-abort'));
    }
  });

  it('may have begun to arrive, in a small segment', () => {
    const finding = only(sentUnseen(asked().data('responder', 300).ack('originator'), 14_600));
    assert.equal(finding.cause, 'path-mtu-black-hole');
    assert.match(finding.symptom, /^The rest of the answer/);
  });

  it('is undetermined where large segments had come through, or little was lost', () => {
    for (const told of [
      sentUnseen(asked().data('responder', 1400).ack('originator'), 14_600),
      sentUnseen(asked(), 200),
    ]) {
      const finding = only(told);
      assert.equal(finding.cause, 'undetermined');
      assert.match(claims(finding), /that it sent did not come/);
      assert.deepEqual(causes(finding.stillPossible), ['firewall-drop']);
    }
  });

  it('is nothing where the originator acknowledged it: only the capture misses it', () => {
    const told = asked();
    told.unseen((unseen) => unseen.data('responder', 14_600));
    assert.deepEqual(explainStory(told.wait(4000).close('originator')), []);
  });
});
