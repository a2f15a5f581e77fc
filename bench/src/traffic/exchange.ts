import type { Conversation } from './conversation.ts';
import type { Life } from './life.ts';
import { Response } from './response.ts';
import type { Script } from './script.ts';
import { ACK, PSH } from './tcp-flags.ts';

const delayedAckUs = 40_000;

/** The originator asks in one segment of 100 to 1,200 bytes. */
export function sendRequest(conversation: Conversation): void {
  conversation.hear(conversation.originator);
  conversation.send(conversation.originator, PSH | ACK, conversation.traffic.random.integer(100, 1_200));
}

/** One request and its response. A responder that thinks for longer than 40 ms acknowledges the request first. */
export function* exchange(conversation: Conversation, life: Life): Script {
  const { responder, traffic } = conversation;
  const { random } = traffic;
  sendRequest(conversation);
  yield conversation.responderRttUs;
  conversation.hear(responder);
  let thinkUs = random.chance(0.8) ? random.between(500, 30_000) : random.between(50_000, 500_000);
  if (thinkUs > delayedAckUs) {
    yield delayedAckUs;
    conversation.send(responder, ACK);
    thinkUs -= delayedAckUs;
  }
  yield thinkUs;
  const bytes = Math.ceil(life.segmentsPerExchange * random.between(0.2, 1.8) * conversation.segmentBytes);
  yield* new Response(conversation, bytes, life.paceUs).run();
}

/** The exchanges of an ordinary connection, and the idle time after each. */
export function* exchanges(conversation: Conversation, life: Life): Script {
  for (let done = 0; done < life.exchanges; done += 1) {
    yield* exchange(conversation, life);
    yield life.idleUs * conversation.traffic.random.between(0.8, 1.2);
  }
}
