import type { Reset } from '@fivewhys/connections';
import type { Evidence } from '@fivewhys/evidence';
import { httpToSsh } from '../ssh/http-to-ssh.ts';
import type { ConnectionSubject } from '../subject.ts';
import { handshakeText } from '../tls/handshake-text.ts';
import { exchangeBefore } from './exchange.ts';
import { messageName, progressText } from './message-text.ts';

/** What was under way when a RST came, where the payload tells: the request and how far it and its answer were, or how far the handshake of TLS. */
export function exchangeEvidence({ connection, input }: ConnectionSubject, reset: Reset): Evidence[] {
  const { request, response, isAnswered } = exchangeBefore(connection, reset);
  const evidence: Evidence[] = [];
  if (request !== undefined) {
    const { message } = request;
    const answer = isAnswered === false ? '; no answer had come' : '';
    evidence.push({
      input,
      frames: [message.frame],
      detail: `${messageName(message)}: ${progressText(request)}${answer}`,
    });
  }
  if (response !== undefined && isAnswered !== false) {
    const { message } = response;
    evidence.push({
      input,
      frames: [message.frame],
      detail: `the answer ${messageName(message)}: ${progressText(response)}`,
    });
  }
  const ssh = httpToSsh(connection)?.banner;
  if (ssh !== undefined && ssh.frame < reset.frame) {
    evidence.push({ input, frames: [ssh.frame], detail: `the responder speaks SSH there: "${ssh.text}"` });
  }
  const handshake = handshakeText(connection, reset.frame);
  if (handshake !== undefined) evidence.push({ input, ...handshake });
  return evidence;
}
