import type { Reset } from '@fivewhys/connections';
import { messageName, progressText } from '../../http/message-text.ts';
import { duration } from '../../phrases.ts';
import { notOnTheWay } from '../../reset/abort-whys.ts';
import type { ConnectionSubject } from '../../subject.ts';
import { closedAfterAnswer } from './closed-after-answer.ts';
import { endedWithReset } from './ended-with-reset.ts';
import type { Way } from './way.ts';

/** The originator had closed when it had the last word of the responder: how that ends its own side then is its own affair. */
export function afterClose(subject: ConnectionSubject, reset: Reset): Way | undefined {
  const facts = closedAfterAnswer(subject, reset);
  if (facts === undefined) return undefined;
  const { input } = subject;
  const { abort, finFrame, finAcknowledgment, answerFrame, response } = facts;
  return {
    way: 'after-close',
    symptom: 'The responder ended with a RST a connection that its originator had closed after the answer',
    whys: [
      {
        claim: 'The originator closed when it had all that the responder had sent, and the responder acknowledged that',
        evidence: [
          {
            input,
            frames: [answerFrame, finFrame],
            detail: `the FIN's ack ${finAcknowledgment} is the end of the responder's last payload`,
          },
          {
            input,
            frames: [finFrame, reset.frame],
            detail: `ack ${reset.acknowledgment} of the RST covers the FIN: nothing that was sent is missing at either end`,
          },
        ],
      },
      {
        claim: endedWithReset(reset),
        evidence: [
          {
            input,
            frames: [reset.frame],
            detail: `${duration(reset.instantNs - (abort.lastOwn?.instantNs ?? reset.instantNs))} after its last payload; ${reset.effectBecause}`,
          },
          {
            input,
            frames: [reset.frame],
            detail: [abort.resetSender.because, ...(abort.counted === undefined ? [] : [abort.counted])].join('; '),
          },
        ],
      },
    ],
    lookAlikes: [
      {
        cause: 'application-abort',
        excluded: response?.isComplete === true,
        because:
          response?.isComplete === true
            ? `the answer ${messageName(response.message)}: ${progressText(response)}`
            : 'if more was to come, to an originator that had closed its sending side alone, that is lost: TCP does not know where an answer ends',
      },
      ...notOnTheWay(abort),
    ],
  };
}
