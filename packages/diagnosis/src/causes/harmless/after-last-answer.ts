import type { Reset } from '@fivewhys/connections';
import { exchangeBefore } from '../../http/exchange.ts';
import { messageName, progressText } from '../../http/message-text.ts';
import { isReadWhole } from '../../http/read-whole.ts';
import { duration } from '../../phrases.ts';
import type { ConnectionSubject } from '../../subject.ts';
import type { Way } from './way.ts';

/** The responder had said that its answer was the last of the connection, and the originator's host had all of it: a RST stands there for the FIN that was announced. */
export function afterLastAnswer({ connection, input }: ConnectionSubject, reset: Reset): Way | undefined {
  if (reset.from !== 'responder' || reset.kind !== 'C' || reset.before.responder.finFrame !== undefined)
    return undefined;
  const exchange = exchangeBefore(connection, reset);
  const { response } = exchange;
  if (response?.message.isLast !== true || !response.isAcknowledged || !isReadWhole(exchange)) return undefined;
  return {
    way: 'after-last-answer',
    symptom: 'The responder ended a connection with a RST behind an answer that it had called the last',
    whys: [
      {
        claim: 'The answer was complete, the last of the connection by its own word, and acknowledged before the RST',
        evidence: [
          {
            input,
            frames: [response.message.frame, reset.frame],
            detail: `the answer ${messageName(response.message)}: ${progressText(response)}; the RST came ${duration(reset.instantNs - response.message.instantNs)} after it began`,
          },
        ],
      },
      {
        claim:
          'The responder put a RST where the FIN that it had announced would stand, as a close with SO_LINGER 0 does',
        evidence: [{ input, frames: [reset.frame], detail: reset.effectBecause }],
      },
    ],
    lookAlikes: [
      {
        cause: 'linger-zero',
        excluded: false,
        because:
          'the program may close so with SO_LINGER 0 at other times, too; and not every system lets its program read what had come before a RST, as Linux does',
      },
    ],
  };
}
