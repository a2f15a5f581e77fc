import type { Reset } from '@fivewhys/connections';
import { count, kindText } from '../../phrases.ts';
import { type ConnectionSubject, otherSide } from '../../subject.ts';
import { endedWithReset } from './ended-with-reset.ts';
import { unacknowledgedPayload } from './unacknowledged-payload.ts';
import type { Way } from './way.ts';

/** The receiver of the RST had finished sending, and nothing of either end was left unacknowledged. */
export function afterExchange({ connection, input }: ConnectionSubject, reset: Reset): Way | undefined {
  if (!connection.numbersKnown) return undefined;
  const receiver = otherSide(reset.from);
  const { before } = reset;
  const finished = before[receiver].finFrame !== undefined && unacknowledgedPayload(reset, receiver) === 0;
  const bothFinished = finished && before[reset.from].finFrame !== undefined;
  // Who aborts instead of closing may have had more to send; only an originator that got the whole answer surely had not.
  if (!bothFinished && !(finished && reset.from === 'originator')) return undefined;
  if (unacknowledgedPayload(reset, reset.from) > 0) return undefined;
  const fins = [before[receiver].finFrame, before[reset.from].finFrame].filter((frame) => frame !== undefined);
  const complete = !connection.acknowledgedUnseen && before.originator.holes + before.responder.holes === 0;
  return {
    way: 'after-exchange',
    symptom: `The ${reset.from} ended a finished connection with a RST`,
    whys: [
      {
        claim: `Everything had been exchanged: the ${receiver} had sent its FIN, and no payload was left unacknowledged`,
        evidence: [
          {
            input,
            frames: fins,
            detail: `${count(before.originator.payloadBytes)} bytes from the originator, ${count(before.responder.payloadBytes)} from the responder in the capture, all acknowledged before the RST`,
          },
        ],
      },
      {
        claim: lastClaim(reset),
        evidence: [
          {
            input,
            frames: [reset.frame],
            detail: `${kindText(reset.kind)}: ${reset.provokedBecause || reset.effectBecause}`,
          },
        ],
      },
    ],
    lookAlikes: [
      {
        cause: reset.from === 'originator' ? 'client-abort' : 'application-abort',
        excluded: complete,
        because: complete
          ? `the ${receiver} had finished sending, and nothing of either end was left unacknowledged`
          : 'frames are missing from the capture, so it does not show that nothing else was under way',
      },
    ],
  };
}

function lastClaim(reset: Reset): string {
  const { kind, from, before } = reset;
  if (kind === 'A' || kind === 'B')
    return `The ${from} had already forgotten the connection when a last segment reached it`;
  return before[from].finFrame === undefined
    ? endedWithReset(reset)
    : `The ${from} sent a RST behind its own FIN: it did not wait for the end of the closing`;
}
