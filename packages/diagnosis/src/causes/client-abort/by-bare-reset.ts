import type { Fit } from '@fivewhys/evidence';
import { exchangeBefore } from '../../http/exchange.ts';
import { exchangeEvidence } from '../../http/exchange-evidence.ts';
import { messageText } from '../../http/message-text.ts';
import { duration, endpointText } from '../../phrases.ts';
import { atTheOriginator, resetByAnother } from '../../reset/reset-by-another.ts';
import { isToldByAnother } from '../../reset/told-by-another.ts';
import { otherBoxes } from '../../sender/other-boxes.ts';
import { senderOf } from '../../sender/sender.ts';
import type { ConnectionSubject } from '../../subject.ts';
import { endedInstead } from './ended-instead.ts';
import { nextSteps } from './next-steps.ts';

/** A bare RST of the originator, and no FIN or abort that would explain it was captured: none that answers a segment at once, which is no program's doing (`isToldByAnother`). */
export function byBareReset(subject: ConnectionSubject): Fit | undefined {
  const { connection, reset, input } = subject;
  if (reset === undefined || reset.from !== 'originator' || reset.kind !== 'A') return undefined;
  if (reset.effect !== 'accepted' && reset.effect !== 'unknown') return undefined;
  const { originator, responder } = reset.before;
  if (connection.oddAcks > 0 || originator.finFrame !== undefined || responder.finFrame !== undefined) return undefined;
  if (originator.dataSegments === 0 || originator.lastInstantNs === undefined) return undefined;
  if (isToldByAnother(subject, reset)) return undefined;
  const sender = senderOf(subject, reset);
  if (sender.ttl === 'different') return undefined;
  const silenceNs = reset.instantNs - originator.lastInstantNs;
  const { response, isAnswered } = exchangeBefore(connection, reset);
  return {
    kind: 'fits',
    directness: 'indirect',
    symptom: `The originator's host no longer knew its connection to ${endpointText(connection.responder)}, and reset it`,
    sentBy: 'originator',
    whys: [
      {
        claim:
          'The originator ended the connection with a bare RST (no ACK flag), as a host does that has no socket for a segment',
        evidence: [
          {
            input,
            frames: [...(reset.provokedBy === undefined ? [] : [reset.provokedBy]), reset.frame],
            detail: `kind A: ${reset.provokedBecause === '' ? reset.effectBecause : reset.provokedBecause}`,
          },
          ...(reset.deviations.length === 0
            ? []
            : [
                { input, frames: [reset.frame], detail: `not quite as Linux makes it: ${reset.deviations.join('; ')}` },
              ]),
          { input, frames: [reset.frame], detail: sender.because },
          ...exchangeEvidence(subject, reset),
        ],
      },
      {
        claim:
          'Its socket was gone before: its program had closed it or was ended, or something else had reset it; which is not in the capture',
        evidence: [
          {
            input,
            frames: [reset.frame],
            detail: `no FIN and no earlier RST of the originator; its own last packet was ${duration(silenceNs)} before`,
          },
        ],
      },
    ],
    lookAlikes: [
      ...resetByAnother(subject),
      {
        cause: 'half-open',
        excluded: false,
        because: 'its host may have lost the connection without a word (a crash, a lost network)',
      },
      endedInstead(),
      {
        cause: 'harmless',
        excluded: false,
        because:
          isAnswered === true && response?.isComplete === true
            ? `the whole answer ${messageText(response.message)} had been sent, though the originator had not acknowledged it`
            : 'nothing shows that anything was still awaited',
      },
      ...otherBoxes(sender, ['idle-timeout']),
    ],
    notes: [],
    next: [...nextSteps(subject), atTheOriginator(subject)],
    remedies: [],
    group: "The originator's host no longer knew its connection, and reset it",
    measures: [{ name: "seconds from the originator's last own packet to its RST", value: silenceNs / 1e9 }],
  };
}
