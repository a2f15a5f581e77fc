import type { Reset } from '@fivewhys/connections';
import { isReceiverHeard } from './is-receiver-heard.ts';

/** RST+ACK with number 0 answers a segment without ACK: where nothing of its receiver was captured, a SYN that was not. */
export function answersUnseenSyn(reset: Reset): boolean {
  return reset.kind === 'B' && reset.from === 'responder' && !isReceiverHeard(reset);
}
