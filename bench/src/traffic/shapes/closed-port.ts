import { Conversation } from '../conversation.ts';
import type { Script } from '../script.ts';
import type { Shape } from '../shape.ts';
import type { Traffic } from '../traffic.ts';

/** Nothing listens: the SYN is answered by a RST+ACK of kind B. */
export const closedPort: Shape = { name: 'closed-port', cause: 'closed-port', streams: 1, script };

function* script(traffic: Traffic): Script {
  const conversation = new Conversation(traffic, { closedPort: true });
  conversation.syn();
  yield conversation.responderRttUs;
  conversation.refuse();
  conversation.end(closedPort.name, 'closed-port');
}
