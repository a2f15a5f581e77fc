import type { Conversation } from './conversation.ts';
import type { Script } from './script.ts';
import { ACK } from './tcp-flags.ts';

export function* handshake(conversation: Conversation): Script {
  const { originator } = conversation;
  conversation.syn();
  yield conversation.responderRttUs;
  conversation.synAck();
  yield conversation.originatorRttUs;
  conversation.hear(originator);
  conversation.send(originator, ACK);
}
