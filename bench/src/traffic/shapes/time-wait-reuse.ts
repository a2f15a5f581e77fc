import { close } from '../close.ts';
import { Conversation } from '../conversation.ts';
import { exchanges } from '../exchange.ts';
import { handshake } from '../handshake.ts';
import { drawLife } from '../life.ts';
import type { Script } from '../script.ts';
import type { Shape } from '../shape.ts';
import type { Traffic } from '../traffic.ts';

const attempts = 3;
const betweenAttemptsUs = 1e6;

/**
 * A balancer that uses no timestamps comes back to a 4-tuple in the responder's TIME_WAIT with a SYN below the old RCV.NXT: it is
 * answered by the old ACK (IP ID 0), repeats the SYN each second, gets the same, and gives up.
 */
export const timeWaitReuse: Shape = { name: 'time-wait-reuse', cause: 'time-wait-reuse', streams: 2, script };

function* script(traffic: Traffic): Script {
  const { random } = traffic;
  const conversation = new Conversation(traffic, { timestamps: false });
  yield* handshake(conversation);
  yield* exchanges(conversation, drawLife(traffic));
  yield* close(conversation, conversation.responder);
  conversation.end(timeWaitReuse.name, '');
  yield random.between(5e6, 50e6);

  conversation.reopen((conversation.responder.expected - random.integer(1e6, 5e8)) | 0);
  conversation.syn();
  for (let attempt = 1; ; attempt += 1) {
    yield conversation.responderRttUs;
    conversation.timeWaitAck(conversation.responder);
    yield betweenAttemptsUs - conversation.responderRttUs;
    if (attempt === attempts) break;
    conversation.repeatSyn();
  }
  conversation.giveUpSyn();
  conversation.end(timeWaitReuse.name, 'time-wait-reuse');
}
