import type { Reset } from '@fivewhys/connections';
import { exchangeBefore } from '../../http/exchange.ts';
import { messageName, progressText } from '../../http/message-text.ts';
import type { ConnectionSubject } from '../../subject.ts';
import type { Way } from './way.ts';

/** The originator had its answer, whole and acknowledged, and had asked for nothing else: how it ends the connection then is its own affair. */
export function afterAnswer({ connection, input }: ConnectionSubject, reset: Reset): Way | undefined {
  if (reset.from !== 'originator') return undefined;
  const { request, response, isAnswered } = exchangeBefore(connection, reset);
  if (isAnswered !== true || request?.isComplete !== true || response === undefined) return undefined;
  if (!response.isAcknowledged) return undefined;
  return {
    way: 'after-answer',
    symptom: 'The originator ended a connection with a RST when it had its whole answer',
    whys: [
      {
        claim: 'The answer was complete, and the originator had acknowledged all of it before it sent the RST',
        evidence: [
          {
            input,
            frames: [request.message.frame],
            detail: `${messageName(request.message)}: ${progressText(request)}`,
          },
          {
            input,
            frames: [response.message.frame, reset.frame],
            detail: `the answer ${messageName(response.message)}: ${progressText(response)}, which the originator had acknowledged`,
          },
        ],
      },
    ],
    lookAlikes: [
      {
        cause: 'client-abort',
        excluded: true,
        because: 'it had its whole answer, and no other request was under way',
      },
    ],
  };
}
