import { Conversation } from '../conversation.ts';
import { exchanges, sendRequest } from '../exchange.ts';
import { handshake } from '../handshake.ts';
import { drawLife } from '../life.ts';
import type { Script } from '../script.ts';
import type { Shape } from '../shape.ts';
import type { Traffic } from '../traffic.ts';

const firewallAnswersUs = 60;

/** The firewall forgot the connection while it was idle: it answers the next request itself, with a TTL that is not the responder's. */
export const idleTimeout: Shape = { name: 'idle-timeout', cause: 'idle-timeout', streams: 1, script };

function* script(traffic: Traffic): Script {
  const conversation = new Conversation(traffic);
  yield* handshake(conversation);
  yield* exchanges(conversation, drawLife(traffic));
  yield traffic.random.between(100e6, 105e6);
  sendRequest(conversation);
  yield firewallAnswersUs;
  conversation.resetByFirewall(conversation.originator.expected);
  conversation.end(idleTimeout.name, 'idle-timeout');
}
