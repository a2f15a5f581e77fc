import { close } from '../close.ts';
import { Conversation } from '../conversation.ts';
import { exchanges } from '../exchange.ts';
import { handshake } from '../handshake.ts';
import { drawLife } from '../life.ts';
import type { Script } from '../script.ts';
import type { Shape } from '../shape.ts';
import type { Traffic } from '../traffic.ts';

/** Requests, responses, and an orderly close by either end. */
export const ordinary: Shape = { name: 'ordinary', cause: undefined, streams: 1, script };

function* script(traffic: Traffic): Script {
  const conversation = new Conversation(traffic);
  yield* handshake(conversation);
  yield* exchanges(conversation, drawLife(traffic));
  yield* close(conversation, traffic.random.chance(0.5) ? conversation.originator : conversation.responder);
  conversation.end(ordinary.name, '');
}
