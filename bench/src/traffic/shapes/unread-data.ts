import { Conversation } from '../conversation.ts';
import { exchanges } from '../exchange.ts';
import { handshake } from '../handshake.ts';
import { drawLife } from '../life.ts';
import type { Script } from '../script.ts';
import type { Shape } from '../shape.ts';
import { ACK } from '../tcp-flags.ts';
import type { Traffic } from '../traffic.ts';

const uploadSegments = 6;
const betweenSegmentsUs = 60;

/**
 * The responder acknowledges part of an upload and closes without reading it: a live socket aborted, kind C. The upload's segments that
 * were still under way then find no socket: kind A.
 */
export const unreadData: Shape = { name: 'unread-data', cause: 'unread-data', streams: 1, script };

function* script(traffic: Traffic): Script {
  const conversation = new Conversation(traffic);
  const { originator, responder } = conversation;
  yield* handshake(conversation);
  yield* exchanges(conversation, drawLife(traffic));
  for (let segment = 0; segment < uploadSegments; segment += 1) {
    conversation.send(originator, ACK, conversation.segmentBytes);
    yield betweenSegmentsUs;
  }
  yield conversation.responderRttUs;
  conversation.hear(responder);
  conversation.send(responder, ACK);
  yield traffic.random.between(2_000, 4_000);
  conversation.abort(responder);
  const late = traffic.random.integer(0, 2);
  for (let segment = 0; segment < late; segment += 1) {
    yield betweenSegmentsUs;
    conversation.send(originator, ACK, conversation.segmentBytes);
    yield conversation.responderRttUs;
    conversation.resetWithoutSocket(responder, originator.expected);
  }
  conversation.end(unreadData.name, 'unread-data');
}
