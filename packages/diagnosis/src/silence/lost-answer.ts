import type { Connection, LostAnswer } from '@fivewhys/connections';
import type { Why } from '@fivewhys/evidence';
import { count, duration, endpointText, plural } from '../phrases.ts';

/** What its user saw of an answer that did not arrive. */
export function lostSymptom({ responder }: Connection, { previous, waitedNs }: LostAnswer): string {
  const what = previous.from === 'originator' ? 'The answer' : 'The rest of the answer';
  return `${what} of ${endpointText(responder)} did not arrive: the originator closed without it after ${duration(waitedNs)}`;
}

/** That it was sent all the same. */
export function lostWhy({ lostBytes, beyond, previous, finFrame, waitedNs }: LostAnswer, input: number): Why {
  return {
    claim: `The responder had answered: ${plural(lostBytes, 'byte')} that it sent did not come`,
    evidence: [
      {
        input,
        frames: [previous.frame, finFrame],
        detail: `the last payload before the originator closed is the ${previous.from}'s; for ${duration(waitedNs)} nothing came`,
      },
      {
        input,
        frames: [beyond.frame],
        detail: `its seq ${beyond.sequence} lies behind ${count(lostBytes)} bytes that were neither seen nor acknowledged: a segment bears the number of what is to be sent next (RFC 9293 section 3.10.7.4)`,
      },
    ],
  };
}
