import type { Reset } from '@fivewhys/connections';
import type { Fit } from '@fivewhys/evidence';
import { halfOpen as entry } from '../../catalogue/half-open.ts';
import { addressInFilter } from '../../commands/address-in-filter.ts';
import { duration, endpointText } from '../../phrases.ts';
import { answersAtOnce } from '../../reset/answers-at-once.ts';
import { resetByAnother } from '../../reset/reset-by-another.ts';
import { unprovoked } from '../../reset/unprovoked.ts';
import { otherBoxes } from '../../sender/other-boxes.ts';
import { senderOf } from '../../sender/sender.ts';
import { longSilenceNs } from '../../silence/long-silence.ts';
import { silenceBefore } from '../../silence/silence-before.ts';
import type { ConnectionSubject } from '../../subject.ts';

/**
 * After a long silence the responder speaks, and the originator's host has no socket for it (kind A), though no FIN and no RST of it came. Had its program closed, its FIN would
 * have been sent again and again until it arrived; one RST can be lost.
 */
export function byAnswer(subject: ConnectionSubject, reset: Reset): Fit | undefined {
  const { connection, input } = subject;
  if (reset.kind !== 'A' || reset.from !== 'originator' || !connection.numbersKnown) return undefined;
  if (reset.effect !== 'accepted' && reset.effect !== 'unknown') return undefined;
  const { originator, responder } = reset.before;
  if (connection.oddAcks > 0 || originator.finFrame !== undefined || responder.finFrame !== undefined) return undefined;
  if (originator.dataSegments === 0 || unprovoked(connection, reset) !== undefined) return undefined;
  if (answersAtOnce(connection, reset) === false) return undefined;
  const sender = senderOf(subject, reset);
  const gap = silenceBefore(connection, reset.frame, 'responder');
  if (sender.ttl === 'different' || gap === undefined || gap.silenceNs < longSilenceNs) return undefined;
  return {
    kind: 'fits',
    directness: 'indirect',
    symptom: `The originator of the connection to ${endpointText(connection.responder)} had forgotten it, and reset it when the responder spoke`,
    sentBy: 'originator',
    whys: [
      {
        claim:
          'The originator answered what the responder sent by a bare RST (no ACK flag), as a host does that has no socket for it',
        evidence: [
          {
            input,
            frames: [...(reset.provokedBy === undefined ? [] : [reset.provokedBy]), reset.frame],
            detail: `kind A: ${reset.provokedBecause === '' ? reset.effectBecause : reset.provokedBecause}`,
          },
          { input, frames: [reset.frame], detail: sender.because },
        ],
      },
      {
        claim: 'It had forgotten the connection, and the responder was never told',
        evidence: [
          {
            input,
            frames: [gap.before.frame, gap.after.frame],
            detail: `${duration(gap.silenceNs)} of silence came before, and neither a FIN nor a RST of the originator is in the capture; a FIN would have been repeated until it was acknowledged`,
          },
        ],
      },
    ],
    lookAlikes: [
      {
        cause: 'client-abort',
        excluded: false,
        because: 'its program may have aborted the connection, by one RST that was lost on the way',
      },
      ...resetByAnother(subject),
      ...otherBoxes(sender, ['idle-timeout']),
    ],
    notes: [],
    next: [
      {
        why: `run on ${connection.originator.ip}: whether the host is younger than the connection; and the second line, whether it knows the connection still`,
        command: `uptime -s; ss -tano 'dst ${addressInFilter(connection.responder.ip)}'`,
      },
    ],
    remedies: entry.remedies,
    group: 'The originator had forgotten the connection, and reset it when the responder spoke',
    measures: [{ name: 'seconds of silence before the responder spoke', value: gap.silenceNs / 1e9 }],
  };
}
