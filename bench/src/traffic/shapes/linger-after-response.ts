import { Conversation } from '../conversation.ts';
import { exchanges } from '../exchange.ts';
import { handshake } from '../handshake.ts';
import { drawLife } from '../life.ts';
import type { Script } from '../script.ts';
import type { Shape } from '../shape.ts';
import { ACK, FIN } from '../tcp-flags.ts';
import type { Traffic } from '../traffic.ts';

/** Everything is answered and the responder has closed; the originator closes with a RST (SO_LINGER 0) instead of a FIN. Nothing is lost. */
export const lingerAfterResponse: Shape = { name: 'linger-after-response', cause: 'harmless', streams: 1, script };

function* script(traffic: Traffic): Script {
  const conversation = new Conversation(traffic);
  const { originator, responder } = conversation;
  yield* handshake(conversation);
  yield* exchanges(conversation, drawLife(traffic));
  conversation.send(responder, FIN);
  yield conversation.originatorRttUs;
  conversation.hear(originator);
  conversation.send(originator, ACK);
  yield traffic.random.between(100, 2_000);
  conversation.abort(originator);
  conversation.end(lingerAfterResponse.name, 'harmless');
}
