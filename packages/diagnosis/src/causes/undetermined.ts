import type { Connection, Reset } from '@fivewhys/connections';
import type { Cause, LookAlike, Measure } from '@fivewhys/evidence';
import { endpointText, plural } from '../phrases.ts';
import { atTheOriginator } from '../reset/reset-by-another.ts';
import { resetText } from '../reset/reset-payload.ts';
import { isToldByAnother } from '../reset/told-by-another.ts';
import { type SenderGuess, senderOf } from '../sender/sender.ts';
import type { ConnectionSubject } from '../subject.ts';
import { answersUnseenSyn } from './undetermined/answers-unseen-syn.ts';
import { candidatesFor, impossibleFor } from './undetermined/candidates.ts';
import { isReceiverHeard } from './undetermined/is-receiver-heard.ts';
import { nextSteps } from './undetermined/next-steps.ts';
import { phaseOf } from './undetermined/phase-of.ts';
import { whysOfReset } from './undetermined/whys-of-reset.ts';
import { withoutReset } from './undetermined/without-reset.ts';

/**
 * No cause fits. Says all the same: sent by whom as far as can be told, of what kind, acted on or not, provoked by which frame, TTL against the stream, what it
 * can't be and what it may be, and the command that would tell.
 *
 * It is the fallback of the engine: it fits everything, and its verdict is `undetermined`.
 */
export const undetermined: Cause<ConnectionSubject> = {
  id: 'undetermined',
  title: 'no cause fits the evidence',
  weigh(subject) {
    const { connection, reset, input } = subject;
    if (reset === undefined) return withoutReset(connection, input);
    const sender = senderOf(subject, reset);
    const lookAlikes: LookAlike[] = [
      ...impossibleFor(subject, reset, sender).map((named) => ({ ...named, excluded: true })),
      // Causes that weigh numbers can't weigh flags alone, nor what the RST answers where that was not captured; one that looks for a black hole wants more of it than payload that
      // was lost; and of a shape that Linux does not make each cause misses what would show that it is another system's, or forged.
      ...candidatesFor(subject, reset, sender).map((named) => ({
        ...named,
        excluded: false,
        stands:
          named.stands === true ||
          reset.kind === 'unknown' ||
          reset.kind === 'other' ||
          !isReceiverHeard(reset) ||
          named.cause === 'path-mtu-black-hole',
      })),
    ];
    return {
      kind: 'fits',
      directness: 'indirect',
      symptom: symptomOf(connection, reset),
      sentBy: sender.sentBy,
      whys: whysOfReset(subject, reset, sender),
      lookAlikes,
      notes: payloadNote(reset),
      next: [
        ...(isToldByAnother(subject, reset)
          ? [atTheOriginator(subject), ...nextSteps(connection, reset, sender).slice(1)]
          : nextSteps(connection, reset, sender)),
      ],
      remedies: [],
      group: storyOf(connection, reset, sender),
      apart: String(connection.responder.port),
      measures: [
        ...(reset.frame === connection.firstFrame || answersUnseenSyn(reset)
          ? []
          : [
              {
                name: "seconds from the connection's first frame to the RST",
                value: (reset.instantNs - connection.firstInstantNs) / 1e9,
              },
              ...(connection.numbersKnown ? bytesBefore(reset) : []),
            ]),
      ],
    };
  },
};

function bytesBefore(reset: Reset): Measure[] {
  return [
    { name: 'bytes the responder had sent before the RST', value: reset.before.responder.payloadBytes },
    { name: 'bytes the originator had sent before the RST', value: reset.before.originator.payloadBytes },
  ];
}

const effectTexts: Readonly<Record<Reset['effect'], string>> = {
  accepted: 'which ended it',
  challenged: 'which was challenged',
  ignored: 'which was ignored',
  'too-late': 'which came too late',
  unknown: 'perhaps acted on',
};

function storyOf(connection: Connection, reset: Reset, { ttl }: SenderGuess): string {
  if (answersUnseenSyn(reset)) return 'An attempt was refused whose SYN is not in the capture';
  const kind = reset.kind === 'other' || reset.kind === 'unknown' ? '' : ` of kind ${reset.kind}`;
  const distance = ttl === undefined ? '' : `, with ${ttl === 'same' ? 'its' : 'another'} TTL`;
  return `The connection ${gotReset(reset)} ${phaseOf(connection, reset)}: a RST${kind} with the ${reset.from}'s address${distance}, ${effectTexts[reset.effect]}`;
}

function symptomOf(connection: Connection, reset: Reset): string {
  const target = endpointText(connection.responder);
  return answersUnseenSyn(reset)
    ? `${target} refused an attempt to connect whose SYN is not in the capture`
    : `The connection to ${target} ${gotReset(reset)} ${phaseOf(connection, reset)}`;
}

function gotReset({ effect }: Reset): string {
  return effect === 'accepted' ? 'was reset' : 'got a RST';
}

function payloadNote(reset: Reset): string[] {
  const text = resetText(reset);
  return text === undefined
    ? []
    : [`The RST carries ${plural(reset.payloadBytes, 'byte')} of payload, which may name the reason: "${text}"`];
}
