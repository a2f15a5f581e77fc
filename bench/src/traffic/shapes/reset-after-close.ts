import { close } from '../close.ts';
import { Conversation } from '../conversation.ts';
import { exchanges } from '../exchange.ts';
import { handshake } from '../handshake.ts';
import { drawLife } from '../life.ts';
import type { Script } from '../script.ts';
import type { Shape } from '../shape.ts';
import { FIN } from '../tcp-flags.ts';
import type { Traffic } from '../traffic.ts';

/** The originator repeats its FIN after two round trips (tail loss probe), because the ACK of it is stuck behind the vantage. */
const lateByRtts = 2.2;

/**
 * Both ends have closed. The originator's FIN arrives a second time, the responder's TIME_WAIT acknowledges it again, and the originator,
 * whose socket is gone by now, answers that with a RST of kind A. Nothing is lost.
 */
export const resetAfterClose: Shape = { name: 'reset-after-close', cause: 'harmless', streams: 1, script };

function* script(traffic: Traffic): Script {
  const conversation = new Conversation(traffic);
  const { originator, responder } = conversation;
  yield* handshake(conversation);
  yield* exchanges(conversation, drawLife(traffic));
  yield* close(conversation, responder);
  yield lateByRtts * conversation.originatorRttUs;
  conversation.sendAt(originator, (originator.next - 1) | 0, FIN, 0);
  yield conversation.responderRttUs;
  conversation.timeWaitAck(responder);
  yield conversation.originatorRttUs;
  conversation.resetWithoutSocket(originator, originator.next);
  conversation.end(resetAfterClose.name, 'harmless');
}
