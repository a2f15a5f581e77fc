import type { HttpMessage } from '@fivewhys/connections';
import { count } from '../phrases.ts';
import type { Progress } from './exchange.ts';

/** `GET /v2/`, as far as it is known. */
export function requestLine({ method, target }: HttpMessage): string {
  return method === undefined ? 'a request' : `${method} ${target}`;
}

/** `GET /v2/`, `413` */
export function messageName(message: HttpMessage): string {
  return message.kind === 'request' ? requestLine(message) : `${message.status}`;
}

/** `GET /v2/ (frame 8)`, `413 (frame 54)` */
export function messageText(message: HttpMessage): string {
  return `${messageName(message)} (frame ${message.frame})`;
}

/** How much of a message had been sent before the RST. */
export function progressText({ message, sentBodyBytes, isComplete }: Progress): string {
  const { contentLength, body, endSequence } = message;
  if (isComplete === true) {
    return body === 'none'
      ? `it has no body, and was complete at seq ${endSequence}`
      : `it was complete: its ${count(contentLength ?? 0)} bytes of body end at seq ${endSequence}`;
  }
  if (isComplete === false) {
    return sentBodyBytes === undefined
      ? `it was cut off before seq ${endSequence}, its end`
      : `${count(sentBodyBytes)} of its ${count(contentLength ?? 0)} bytes of body (Content-Length) had been sent: it was cut off before seq ${endSequence}, its end`;
  }
  switch (body) {
    case 'chunked':
      return 'its body comes in chunks, which are not read: whether it was complete is not known';
    case 'until-close':
      return 'it has neither Content-Length nor chunks: only a FIN would say that it was complete';
    default:
      return 'where it ends is not known';
  }
}
