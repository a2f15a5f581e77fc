import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Finding } from '@fivewhys/evidence';
import { type Story, story } from '../../../connections/test/story.ts';
import { explainStory, say } from '../explain-story.ts';
import { causes, claims, details } from './only-finding.ts';

const only = (told: Story): Finding => {
  const findings = explainStory(told);
  assert.equal(findings.length, 1);
  return findings[0] as Finding;
};
const asked = (head: string): Story => say(story({ responderPort: 80 }).handshake(), 'originator', `${head}\r\n\r\n`);
const answered = (head: string, request = 'GET /a HTTP/1.1'): Story =>
  say(asked(request).ack('responder'), 'responder', `${head}\r\n\r\n`).ack('originator');
/** The next request crosses the responder's FIN, or comes when it has been acknowledged. */
const askedAgain = (told: Story, head: string, crossed: boolean): Finding => {
  told.wait(5000);
  const { next } = told.ends.responder;
  told.fin('responder');
  const fields = crossed ? { acknowledgment: next } : {};
  if (!crossed) told.ack('originator');
  const payload = new TextEncoder().encode(`${head}\r\n\r\n`);
  told.data('originator', payload.length, { payload, ...fields });
  return only(told.reset('responder'));
};

describe('a request that a closed end answered by a RST', () => {
  it('is named, and may be repeated when its method is idempotent', () => {
    const finding = askedAgain(answered('HTTP/1.1 200 OK\r\nContent-Length: 0'), 'DELETE /b HTTP/1.1', true);
    assert.equal(finding.cause, 'keep-alive-race');
    assert.match(details(finding), /it is the request DELETE \/b/);
    assert.match(finding.notes.join('\n'), /DELETE \/b may be repeated/);
    assert.match(details(finding), /HTTP\/1\.1 without Connection: close: it left the connection open/);
  });

  it('must not be repeated unasked when it is a POST', () => {
    const finding = askedAgain(answered('HTTP/1.1 200 OK\r\nContent-Length: 0'), 'POST /b HTTP/1.1', true);
    assert.match(finding.notes.join('\n'), /POST is not idempotent .* must not be repeated unasked/);
  });

  it('says nothing of repeating where the method is not in RFC 9110', () => {
    const finding = askedAgain(answered('HTTP/1.1 200 OK\r\nContent-Length: 0'), 'PROPFIND /b HTTP/1.1', true);
    assert.doesNotMatch(finding.notes.join('\n'), /repeat/);
  });

  it('is the fault of its sender when the response had said Connection: close, and so is the remedy', () => {
    const response = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close';
    const finding = askedAgain(answered(response), 'GET /b HTTP/1.1', true);
    assert.equal(finding.cause, 'keep-alive-race');
    assert.match(
      claims(finding),
      /had said that its response was the last, and closed; the other end used the connection all the same/,
    );
    assert.deepEqual(
      finding.remedies.map(({ source }) => source),
      ['RFC 9112 section 9.6'],
    );
    assert.match(
      details(askedAgain(answered(response), 'GET /b HTTP/1.1', false)),
      /the response 200 said Connection: close/,
    );
  });

  it('came after a time-out that the response had told', () => {
    const response = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive\r\nKeep-Alive: timeout=5';
    assert.match(
      details(askedAgain(answered(response), 'GET /b HTTP/1.1', true)),
      /said Connection: keep-alive, and Keep-Alive: timeout=5/,
    );
  });
});

describe('an abort by the responder', () => {
  it('before the Content-Length of the request was reached shows data unread, with the numbers', () => {
    const told = asked('PUT /a HTTP/1.1\r\nContent-Length: 9000').data('originator', 1000).ack('responder');
    const finding = only(
      say(told, 'responder', 'HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n').abort('responder'),
    );
    assert.equal(finding.cause, 'unread-data');
    assert.match(finding.symptom, /answered 413 before the request was whole/);
    assert.match(details(finding), /announces 9,000 bytes of body; 1,000 had been sent/);
  });

  it('in the middle of its answer says how much was missing, and is not harmless', () => {
    const told = answered('HTTP/1.1 200 OK\r\nContent-Length: 5000').data('responder', 1448).ack('originator');
    const finding = only(told.abort('responder'));
    assert.equal(finding.cause, 'linger-zero');
    assert.match(details(finding), /1,448 of its 5,000 bytes of body \(Content-Length\) had been sent: it was cut off/);
    assert.match(finding.ruledOut.find(({ cause }) => cause === 'harmless')?.because ?? '', /1,448 of its 5,000/);
  });

  it('behind a whole answer to a request without a body left nothing unread', () => {
    const finding = only(answered('HTTP/1.1 200 OK\r\nContent-Length: 0').abort('responder'));
    assert.ok(causes(finding.ruledOut).includes('unread-data'));
  });

  it('behind an error may have left something unread, for it is said before all is read', () => {
    const finding = only(answered('HTTP/1.1 431 Too Large\r\nContent-Length: 0').abort('responder'));
    assert.ok(!causes(finding.ruledOut).includes('unread-data'));
  });
});

describe('an abort by the originator', () => {
  it('says nothing of an answer after which the originator went on, in requests that were cut by the snap length', () => {
    const told = say(
      story().handshake().data('originator', 100),
      'responder',
      'HTTP/1.1 200 OK\r\nCache-Control: priv',
    );
    const details = (finding: Finding | undefined) => JSON.stringify(finding?.whys);
    assert.match(details(explainStory(told.ack('originator').wait(5000).abort('responder'))[0]), /the answer 200/);
    const again = say(
      story().handshake().data('originator', 100),
      'responder',
      'HTTP/1.1 200 OK\r\nCache-Control: priv',
    );
    again.data('originator', 100).data('responder', 300).ack('originator').wait(5000).abort('responder');
    assert.doesNotMatch(details(explainStory(again)[0]), /the answer 200/);
  });

  it('is harmless when its whole answer had come and been acknowledged', () => {
    const finding = only(answered('HTTP/1.1 200 OK\r\nContent-Length: 0').abort('originator'));
    assert.equal(finding.cause, 'harmless');
    assert.equal(finding.verdict, 'proven');
  });

  it('is a client abort when the answer was cut off, and while the next request waits', () => {
    const cut = answered('HTTP/1.1 200 OK\r\nContent-Length: 5000').data('responder', 100).ack('originator');
    const finding = only(cut.abort('originator'));
    assert.equal(finding.cause, 'client-abort');
    assert.match(claims(finding), /closed in the middle of the answer/);
    assert.ok(causes(finding.ruledOut).includes('harmless'));
    const waiting = say(answered('HTTP/1.1 200 OK\r\nContent-Length: 0'), 'originator', 'GET /b HTTP/1.1\r\n\r\n');
    assert.match(only(waiting.ack('responder').abort('originator')).symptom, /gave up GET \/b/);
  });

  it('does not say that no answer had come when the capture misses payload, or hears one end alone', () => {
    const missed = asked('GET /a HTTP/1.1')
      .unseen((told) => told.data('responder', 50))
      .ack('originator');
    assert.doesNotMatch(details(only(missed.abort('originator'))), /no answer had come|cut off/);
    const alone = say(story({ responderPort: 80 }).syn(), 'originator', 'GET /a HTTP/1.1\r\n\r\n');
    for (const finding of explainStory(alone.abort('originator')))
      assert.doesNotMatch(details(finding), /no answer had come/);
    assert.match(details(only(asked('GET /a HTTP/1.1').ack('responder').abort('originator'))), /no answer had come/);
  });

  it('is not called harmless where the answer does not say where it ends', () => {
    for (const head of ['HTTP/1.1 200 OK', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked']) {
      const finding = only(answered(head).data('responder', 100).ack('originator').abort('originator'));
      assert.equal(finding.cause, 'client-abort');
      assert.ok(causes(finding.stillPossible).includes('harmless'));
    }
  });

  it('is not called harmless when bytes came behind the answer, of which nothing is known', () => {
    const told = answered('HTTP/1.1 200 OK\r\nContent-Length: 0').data('responder', 100).ack('originator');
    assert.equal(only(told.abort('originator')).cause, 'client-abort');
  });

  it('is not called harmless when the end of the answer had not been acknowledged', () => {
    const told = say(
      asked('GET /a HTTP/1.1').ack('responder'),
      'responder',
      'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n',
    );
    assert.equal(
      only(told.abort('originator', { acknowledgment: told.ends.responder.next - 10 })).cause,
      'client-abort',
    );
  });
});

describe('a request in HTTP for a server that speaks SSH', () => {
  const told = say(
    say(story({ responderPort: 22 }).handshake(), 'originator', 'GET / HTTP/1.1\r\nHost: a.example\r\n\r\n').ack(
      'responder',
    ),
    'responder',
    'SSH-2.0-OpenSSH_9.6p1\r\n',
  ).ack('originator');

  it('was left unread but for its first line, and belongs to another port, also where its originator closed first', () => {
    const finding = only(told.fin('originator').abort('responder'));
    assert.deepEqual([finding.cause, finding.verdict], ['unread-data', 'likely']);
    assert.equal(finding.symptom, '10.0.0.2:22 speaks SSH, was sent a request in HTTP, and reset the connection');
    assert.deepEqual(
      finding.remedies.map(({ source }) => source),
      ['RFC 4253 section 4.2: both ends begin with a line of SSH'],
    );
  });
});

describe('a RST of the responder behind a whole answer that was acknowledged', () => {
  const ended = (head: string, request?: string) => only(answered(head, request).abort('responder'));

  it('is harmless where the answer had said that it was the last', () => {
    const finding = ended('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close');
    assert.deepEqual([finding.cause, finding.verdict], ['harmless', 'likely']);
    assert.deepEqual(causes(finding.stillPossible)[0], 'linger-zero');
  });

  it('is not where the connection was to stay open, a part of the request may be unread, or the answer is an error', () => {
    const last = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close';
    for (const [head, request] of [
      ['HTTP/1.1 200 OK\r\nContent-Length: 0'],
      [last, 'POST /a HTTP/1.1\r\nContent-Length: 5'],
      [last.replace('200 OK', '413 No')],
    ] as const) {
      assert.notEqual(ended(head, request).cause, 'harmless', head);
    }
  });
});
