import { Conversation } from '../conversation.ts';
import { exchanges } from '../exchange.ts';
import { handshake } from '../handshake.ts';
import { drawLife } from '../life.ts';
import type { Script } from '../script.ts';
import type { Shape } from '../shape.ts';
import { ACK, FIN } from '../tcp-flags.ts';
import type { Traffic } from '../traffic.ts';

/**
 * A request crosses the FIN of a responder whose keep-alive time is over: kind A with the FIN's own sequence number, and a second one
 * for the originator's ACK of the FIN.
 */
export const keepAliveRace: Shape = { name: 'keep-alive-race', cause: 'keep-alive-race', streams: 1, script };

function* script(traffic: Traffic): Script {
  const conversation = new Conversation(traffic);
  const { originator, responder, originatorRttUs, responderRttUs } = conversation;
  yield* handshake(conversation);
  yield* exchanges(conversation, drawLife(traffic));
  conversation.hear(originator);
  const finSequence = responder.next;
  conversation.send(responder, FIN);
  const crossingUs = originatorRttUs * traffic.random.between(0.1, 0.4);
  yield crossingUs;
  originator.expected = finSequence;
  conversation.send(originator, ACK, traffic.random.integer(100, 1_200));
  yield responderRttUs;
  conversation.resetWithoutSocket(responder, finSequence);
  yield originatorRttUs - crossingUs - responderRttUs;
  conversation.hear(originator);
  conversation.send(originator, ACK);
  yield responderRttUs;
  conversation.resetWithoutSocket(responder, originator.expected);
  conversation.end(keepAliveRace.name, 'keep-alive-race');
}
