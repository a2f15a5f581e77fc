import { Conversation } from '../conversation.ts';
import { exchanges, sendRequest } from '../exchange.ts';
import { handshake } from '../handshake.ts';
import { drawLife } from '../life.ts';
import type { Script } from '../script.ts';
import type { Shape } from '../shape.ts';
import { ACK, FIN } from '../tcp-flags.ts';
import type { Traffic } from '../traffic.ts';

/** The originator has acknowledged the responder's FIN and asks again all the same: kind A, one after the FIN's sequence number. */
export const lateData: Shape = { name: 'late-data', cause: 'late-data', streams: 1, script };

function* script(traffic: Traffic): Script {
  const conversation = new Conversation(traffic);
  const { originator, responder } = conversation;
  yield* handshake(conversation);
  yield* exchanges(conversation, drawLife(traffic));
  conversation.send(responder, FIN);
  yield conversation.originatorRttUs;
  conversation.hear(originator);
  conversation.send(originator, ACK);
  yield traffic.random.between(200_000, 5e6);
  sendRequest(conversation);
  yield conversation.responderRttUs;
  conversation.resetWithoutSocket(responder, originator.expected);
  conversation.end(lateData.name, 'late-data');
}
