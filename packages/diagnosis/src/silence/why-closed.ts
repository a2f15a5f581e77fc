import type { KeptSegment, Side } from '@fivewhys/connections';
import type { Why } from '@fivewhys/evidence';
import type { AnnouncedEnd } from '../http/announced-end.ts';
import { duration } from '../phrases.ts';
import { keepAliveTimers } from './keep-alive-timers.ts';

/** From this silence on, a FIN is taken for a timer's. Programs that close after a response do so at once. */
export const shortestTimerNs = 0.9e9;

/** An end's FIN, and what had been said before it. */
export interface Closing {
  readonly closer: Side;
  readonly finFrame: number;
  readonly finInstantNs: number;
  /** The last payload before; undefined where there is none or it was not kept. */
  readonly previous: KeptSegment | undefined;
  readonly previousFrom: Side | undefined;
  /** The last payload of the end that closed, kept or not. */
  readonly lastDataFrame: number | undefined;
}

/** Why the end that closed did so, as far as its time tells. */
export function whyClosed(
  { closer, finFrame, finInstantNs, previous, previousFrom, lastDataFrame }: Closing,
  input: number,
  announced: AnnouncedEnd | undefined,
): Why {
  const said = announced === undefined ? [] : [announced.evidence];
  if (previous === undefined) {
    if (lastDataFrame !== undefined && previousFrom !== undefined) {
      return {
        claim: `The ${closer} ${announced?.word === 'closes' ? 'had said that its response was the last, and closed' : 'closed the connection after its response'}`,
        evidence: [
          {
            input,
            frames: [lastDataFrame, finFrame],
            detail: `frame ${lastDataFrame}, its last payload, is too far back to tell how long it had been idle`,
          },
          ...said,
        ],
      };
    }
    return {
      claim: `The ${closer} closed a connection on which nothing had been said yet`,
      evidence: [{ input, frames: [finFrame], detail: 'no payload in the capture before the FIN' }],
    };
  }
  const silenceNs = finInstantNs - previous.instantNs;
  const frames = [previous.frame, finFrame];
  if (announced?.word === 'closes') {
    return {
      claim: `The ${closer} had said that its response was the last, and closed; the other end used the connection all the same`,
      evidence: [
        ...said,
        {
          input,
          frames,
          detail: `the FIN came ${duration(silenceNs)} after the last payload (frame ${previous.frame})`,
        },
      ],
    };
  }
  if (silenceNs < shortestTimerNs) {
    return {
      claim: `The ${closer} closed right after its response, not after a time of idleness: a limit of requests per connection, ${announced?.word === 'stays' ? '' : '"Connection: close", '}or a reload`,
      evidence: [
        {
          input,
          frames,
          detail: `the FIN came ${duration(silenceNs)} after the last payload (frame ${previous.frame})`,
        },
        ...said,
      ],
    };
  }
  const known = keepAliveTimers.find(
    ({ seconds }) => Math.abs(silenceNs / 1e9 - seconds) <= Math.max(0.1, seconds / 50),
  );
  return {
    claim: `The ${closer} closed the connection after ${duration(silenceNs)} without a word, as an idle timeout does, just when the other end used it again`,
    evidence: [
      {
        input,
        frames,
        detail: `the FIN came ${duration(silenceNs)} after the last payload (frame ${previous.frame})${known === undefined ? '' : `; ${known.seconds} s is ${known.box}`}`,
      },
      ...said,
    ],
  };
}
