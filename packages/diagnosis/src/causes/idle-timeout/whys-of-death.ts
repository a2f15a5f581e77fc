import type { LivedSilence, UnacknowledgedData } from '@fivewhys/connections';
import type { Why } from '@fivewhys/evidence';
import { requestEvidence } from '../../http/lost-request.ts';
import { duration } from '../../phrases.ts';
import type { ConnectionSubject } from '../../subject.ts';
import { otherSide } from '../../subject.ts';
import { type Death, isOpen } from './death-of.ts';
import { timersText } from './timers-text.ts';

function spanNs({ tries }: UnacknowledgedData): number {
  return (tries.at(-1)?.instantNs ?? 0) - (tries[0]?.instantNs ?? 0);
}

/** From what came after the silence, over the silence, to the timer that lies between it and the longest that was outlived. */
export function whysOfDeath(subject: ConnectionSubject, death: Death, outlived: LivedSilence | undefined): Why[] {
  const { input } = subject;
  const { before, after, silenceNs } = death.gap;
  return [
    death.kind === 'reset'
      ? {
          claim: isOpen(death)
            ? 'The first packet after the silence was answered by a RST; whether the other end made it is not in the evidence'
            : 'The first packet after the silence was answered by a RST that the other end did not make',
          evidence: [
            {
              input,
              frames: [...new Set([death.reset.provokedBy ?? after.frame, death.reset.frame])],
              detail: `${death.reset.provokedBecause === '' ? '' : `${death.reset.provokedBecause}; `}${death.origin.because}`,
            },
            ...requestEvidence(subject, death.reset.provokedBy),
          ],
        }
      : {
          claim: `What the ${death.speaker} sent after the silence was never answered`,
          evidence: [
            {
              input,
              frames: death.silence.tries.map(({ frame }) => frame),
              detail: `sent ${death.silence.tries.length} times within ${duration(spanNs(death.silence))}; nothing from ${subject.connection[otherSide(death.speaker)].ip} in this connection after frame ${before.frame}`,
            },
            ...requestEvidence(subject, death.silence.tries[0]?.frame),
          ],
        },
    {
      claim: `Before it the connection had been silent for ${duration(silenceNs)}`,
      evidence: [
        {
          input,
          frames: [before.frame, after.frame],
          detail: `nothing between frames ${before.frame} and ${after.frame}: ${(silenceNs / 1e9).toFixed(3)} s`,
        },
      ],
    },
    {
      claim: `A box on the way ${isOpen(death) ? 'may have forgotten the idle connection; its timer would lie' : 'forgets idle connections; its timer lies'} ${
        outlived === undefined
          ? `below ${duration(silenceNs)}`
          : `between ${duration(outlived.silenceNs)} and ${duration(silenceNs)}`
      }`,
      evidence: [
        ...(outlived === undefined
          ? []
          : [
              {
                input,
                frames: [outlived.frame],
                detail: `the longest silence that a connection to the same port outlived: ${duration(outlived.silenceNs)} (stream ${outlived.stream})`,
              },
            ]),
        { input, frames: [after.frame], detail: timersText(silenceNs, outlived?.silenceNs) },
      ],
    },
  ];
}
