import type { Conversation } from './conversation.ts';
import type { End } from './end.ts';
import type { Script } from './script.ts';
import { ACK, FIN } from './tcp-flags.ts';

const finWithAckShare = 0.7;

/**
 * `first` closes, its peer follows. Usually the peer's FIN comes with the ACK of the first one; when it comes by itself, the first
 * closer is in TIME_WAIT's small socket already, and its last ACK has IP ID 0.
 */
export function* close(conversation: Conversation, first: End): Script {
  const second = conversation.peer(first);
  conversation.hear(first);
  conversation.send(first, FIN);
  yield rttUs(conversation, second);
  conversation.hear(second);
  const together = conversation.traffic.random.chance(finWithAckShare);
  if (!together) {
    conversation.send(second, ACK);
    yield conversation.traffic.random.between(200, 5_000);
  }
  conversation.send(second, FIN);
  yield rttUs(conversation, first);
  conversation.hear(first);
  if (together) conversation.send(first, ACK);
  else conversation.timeWaitAck(first);
}

/** How long a segment at the vantage takes to be answered there by `end`. */
function rttUs(conversation: Conversation, end: End): number {
  return end === conversation.originator ? conversation.originatorRttUs : conversation.responderRttUs;
}
