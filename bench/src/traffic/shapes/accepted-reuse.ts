import { close } from '../close.ts';
import { Conversation } from '../conversation.ts';
import { exchange, exchanges } from '../exchange.ts';
import { handshake } from '../handshake.ts';
import { drawLife } from '../life.ts';
import type { Script } from '../script.ts';
import type { Shape } from '../shape.ts';
import type { Traffic } from '../traffic.ts';

/** What Linux adds to the old SND.NXT when a SYN is accepted in TIME_WAIT. */
const sequenceStep = 65_537;

/**
 * A 4-tuple in the responder's TIME_WAIT is used again, and that is fine: the SYN's timestamp is newer. No RST; here so that a tool which
 * tells connections apart by the 4-tuple alone miscounts.
 */
export const acceptedReuse: Shape = { name: 'accepted-reuse', cause: undefined, streams: 2, script };

function* script(traffic: Traffic): Script {
  const { random } = traffic;
  const conversation = new Conversation(traffic, { timestamps: true });
  const life = drawLife(traffic);
  yield* handshake(conversation);
  yield* exchanges(conversation, life);
  yield* close(conversation, conversation.responder);
  conversation.end(acceptedReuse.name, '');
  yield random.between(5e6, 40e6);

  conversation.reopen((conversation.originator.next + random.integer(1, 1 << 28)) | 0);
  conversation.responder.next = (conversation.responder.next - 1 + sequenceStep) | 0;
  yield* handshake(conversation);
  yield* exchange(conversation, life);
  yield* close(conversation, conversation.originator);
  conversation.end(acceptedReuse.name, '');
  traffic.acceptedReuses += 1;
}
