import type { Exchange } from './exchange.ts';

/** From this status on a program may have answered without having read the header to its end (400, 408, 414, 431). */
const firstErrorStatus = 400;

/** Whether the program had read all that had been sent to it: a request without a body, nothing behind it, and an answer that takes the whole header to give. */
export function isReadWhole({ request, response, isAnswered }: Exchange): boolean {
  return (
    isAnswered === true &&
    request?.isComplete === true &&
    request.message.body === 'none' &&
    (response?.message.status ?? firstErrorStatus) < firstErrorStatus
  );
}
