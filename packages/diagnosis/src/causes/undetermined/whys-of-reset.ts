import type { Connection, Reset } from '@fivewhys/connections';
import type { Why } from '@fivewhys/evidence';
import { duration, flagsText } from '../../phrases.ts';
import { namedMakerOf } from '../../reset/reset-payload.ts';
import type { SenderGuess } from '../../sender/sender.ts';
import { soonerThanRoundTrip } from '../../sender/sooner-than-round-trip.ts';
import { type ConnectionSubject, otherSide } from '../../subject.ts';
import { answersUnseenSyn } from './answers-unseen-syn.ts';
import { firstOfAll, phaseOf } from './phase-of.ts';

/** What can be said of any RST: whether it was acted on, of what kind it is, and from whom it came. */
export function whysOfReset(subject: ConnectionSubject, reset: Reset, sender: SenderGuess): Why[] {
  const { connection, input } = subject;
  const frames = [reset.frame];
  const receiver = otherSide(reset.from);
  const phase = phaseOf(connection, reset);
  return [
    {
      claim:
        phase === firstOfAll || reset.frame === connection.firstFrame || answersUnseenSyn(reset)
          ? effectClaim(reset, receiver)
          : `${effectClaim(reset, receiver)}, ${phase}`,
      evidence: [{ input, frames, detail: reset.effectBecause }],
    },
    {
      claim: `It is ${kindClaim(reset)}`,
      evidence: [
        {
          input,
          frames,
          detail:
            reset.kind === 'unknown'
              ? 'the text has flags and times alone'
              : reset.deviations.length === 0
                ? `flags, numbers, window, options${reset.ipId < 0 ? '' : ' and IP ID'} fit that kind`
                : reset.deviations.join('; '),
        },
        ...(reset.provokedBy === undefined
          ? []
          : [{ input, frames: [reset.provokedBy, reset.frame], detail: answered(connection, reset) }]),
      ],
    },
    {
      claim:
        sender.sentBy === 'unknown'
          ? `It bears the ${reset.from}'s address; who made it is open`
          : sender.sentBy === 'middlebox'
            ? `It bears the ${reset.from}'s address, but something between the ends made it`
            : `It came from the ${reset.from} itself, or from as far away`,
      evidence: [{ input, frames, detail: sender.because }, ...soonerThanRoundTrip(subject, reset)],
    },
  ];
}

function effectClaim(reset: Reset, receiver: string): string {
  switch (reset.effect) {
    case 'accepted':
      return `The ${receiver} had to act on the RST: the connection ended`;
    case 'challenged':
      return `The ${receiver} answers this RST with a challenge ACK and lives on`;
    case 'ignored':
      return `The ${receiver} ignores this RST`;
    case 'too-late':
      return 'The RST came when its receiver had no connection any more';
    case 'unknown':
      return `Whether the ${receiver} acted on the RST can't be told`;
  }
}

function kindClaim(reset: Reset): string {
  switch (reset.kind) {
    case 'A':
      return `of kind A: a host without a usable socket for the segment that it answers`;
    case 'B':
      return 'of kind B: a host without a socket for a segment that carried no ACK';
    case 'C':
      return `of kind C: a live socket that its own host aborted`;
    case 'unknown':
      return `a ${flagsText(reset.flags)}; its numbers, window and options, which would tell who makes such a RST, are not in the evidence`;
    case 'other':
      return `of a shape that no Linux socket makes: ${namedMakerOf(reset)?.claim ?? 'another system, a middlebox, or a forgery'}`;
  }
}

function answered(connection: Connection, reset: Reset): string {
  const segment = connection.segments.find(({ frame }) => frame === reset.provokedBy);
  const after = segment === undefined ? '' : `, ${duration(reset.instantNs - segment.instantNs)} before it`;
  return `it answers that segment: ${reset.provokedBecause}${after}`;
}
