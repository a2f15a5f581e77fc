import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Story, story } from '../../../connections/test/story.ts';
import { explainStory, say } from '../explain-story.ts';
import { because } from './abort-stories.ts';
import { claims, details } from './only-finding.ts';

const request = 'GET /a HTTP/1.1\r\nHost: a\r\n\r\n';
const response = 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nyes';

/** One exchange, and the responder's FIN after three seconds without a word. */
const closedIdle = () =>
  say(say(story().handshake(), 'originator', request), 'responder', response)
    .ack('originator')
    .wait(3000)
    .fin('responder');

/** The originator's next request, whose ack covers as much of the responder as said. */
const asksAgain = (told: Story, acknowledgment: number) =>
  told.data('originator', request.length, { payload: new TextEncoder().encode(request), acknowledgment });

describe('a request behind the FIN of a responder that reads on', () => {
  it('is keep-alive-race where it crossed the FIN, although no RST came', () => {
    const told = closedIdle();
    const { next } = told.ends.responder;
    const [finding, ...others] = explainStory(
      asksAgain(told, next - 1)
        .ack('responder')
        .wait(500)
        .fin('originator'),
    );
    assert.ok(finding !== undefined && others.length === 0);
    assert.deepEqual([finding.cause, finding.verdict, finding.sentBy], ['keep-alive-race', 'proven', 'responder']);
    assert.match(finding.symptom, /acknowledged and never answered/);
    assert.match(claims(finding), /after 3\.00 s without a word/);
    assert.match(details(finding), /does not cover the FIN/);
    assert.match(because(finding.ruledOut, 'process-killed'), /sent no RST/);
  });

  it('is late-data where its originator had got the FIN', () => {
    const told = closedIdle().ack('originator').wait(800);
    const [finding, ...others] = explainStory(asksAgain(told, told.ends.responder.next).ack('responder'));
    assert.ok(finding !== undefined && others.length === 0);
    assert.deepEqual([finding.cause, finding.verdict], ['late-data', 'proven']);
    assert.match(claims(finding), /wrote without looking/);
  });

  it('is nothing where the FIN acknowledges the request, nobody acknowledges it, or it is the last that was answered', () => {
    const told = say(say(story().handshake(), 'originator', request), 'responder', response).ack('originator');
    assert.deepEqual(explainStory(say(told, 'originator', request).fin('responder').close('originator')), []);
    const unheard = closedIdle();
    assert.deepEqual(explainStory(asksAgain(unheard, unheard.ends.responder.next - 1)), []);
    assert.deepEqual(explainStory(closedIdle().ack('originator').fin('originator').ack('responder')), []);
  });

  it('is nothing where what came behind the FIN is no request', () => {
    const told = closedIdle();
    assert.deepEqual(
      explainStory(told.data('originator', 40, { acknowledgment: told.ends.responder.next - 1 }).ack('responder')),
      [],
    );
  });
});
