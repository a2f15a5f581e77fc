import { Conversation } from '../conversation.ts';
import { exchanges, sendRequest } from '../exchange.ts';
import { handshake } from '../handshake.ts';
import { drawLife } from '../life.ts';
import type { Script } from '../script.ts';
import type { Shape } from '../shape.ts';
import { ACK } from '../tcp-flags.ts';
import type { Traffic } from '../traffic.ts';

const burstSegments = 10;
const betweenSegmentsUs = 40;

/**
 * The originator gives up in the middle of a response: kind C from its live socket, then a bare RST of kind A for each segment of the
 * response that was still under way to it.
 */
export const clientAbort: Shape = { name: 'client-abort', cause: 'client-abort', streams: 1, script };

function* script(traffic: Traffic): Script {
  const conversation = new Conversation(traffic);
  const { originator, responder, segmentBytes } = conversation;
  yield* handshake(conversation);
  yield* exchanges(conversation, drawLife(traffic));
  sendRequest(conversation);
  yield conversation.responderRttUs + 3_000;
  conversation.hear(responder);
  const base = responder.next;
  for (let segment = 0; segment < burstSegments; segment += 1) {
    conversation.send(responder, ACK, segmentBytes);
    yield betweenSegmentsUs;
  }
  yield conversation.originatorRttUs - burstSegments * betweenSegmentsUs;
  const received = traffic.random.integer(2, 8) & ~1;
  for (let segment = 2; segment <= received; segment += 2) {
    originator.heardClock = responder.sentClock;
    originator.expected = (base + segment * segmentBytes) | 0;
    conversation.send(originator, ACK);
    yield 2 * betweenSegmentsUs;
  }
  conversation.abort(originator);
  for (let segment = received; segment < burstSegments; segment += 1) {
    yield betweenSegmentsUs;
    conversation.resetWithoutSocket(originator, originator.next);
  }
  conversation.end(clientAbort.name, 'client-abort');
}
