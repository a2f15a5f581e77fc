import { exchangeBefore } from '../http/exchange.ts';
import { isReadWhole } from '../http/read-whole.ts';
import { type ConnectionSubject, otherSide } from '../subject.ts';
import type { Abort } from './abort.ts';

/**
 * Why nothing can have lain unread in the aborting socket; undefined where something may have. Then a mere close, also that of a process that ends, would have sent a FIN
 * (__tcp_close in net/ipv4/tcp.c), unless SO_LINGER 0 was set.
 */
export function nothingUnread({ connection }: ConnectionSubject, abort: Abort): string | undefined {
  const { reset, unansweredBytes } = abort;
  if (unansweredBytes !== 0) return undefined;
  if (reset.before[otherSide(reset.from)].payloadBytes === 0) return 'nothing had been sent to it';
  return isReadWhole(exchangeBefore(connection, reset))
    ? 'the request had no body and was answered as a whole: nothing was left to read'
    : undefined;
}
