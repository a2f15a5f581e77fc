import { distance } from '@fivewhys/connections';
import type { Fit, LookAlike } from '@fivewhys/evidence';
import { clientAbort as entry } from '../../catalogue/client-abort.ts';
import { duration, endpointText, plural } from '../../phrases.ts';
import { type AfterFin, mayBeLastWord } from '../../reset/after-fin.ts';
import { endOf } from '../../reset/payload-before.ts';
import { otherBoxes } from '../../sender/other-boxes.ts';
import type { ConnectionSubject } from '../../subject.ts';
import { endedInstead } from './ended-instead.ts';
import { idleNs } from './idle-ns.ts';
import { nextSteps } from './next-steps.ts';

/** Its program closed without a RST; what came afterwards was answered by one. */
export function byFin(subject: ConnectionSubject, facts: AfterFin) {
  const { connection, input } = subject;
  const { reset, data, dataBytes, finFrame, finSequence, finInstantNs, previous, previousFrom, quietNs, resetSender } =
    facts;
  const waiting = previousFrom === 'originator';
  if (!waiting && facts.newMessage && (quietNs ?? 0) >= idleNs) {
    return { kind: 'excluded' as const, because: 'the originator closed a silent connection: it waited for nothing' };
  }
  const [first] = data;
  const later = connection.segments.filter(
    ({ frame, from, payloadBytes }) => frame > reset.frame && from === 'responder' && payloadBytes > 0,
  );
  const lateBytes = Math.max(dataBytes, ...later.map((segment) => distance(endOf(segment), first.sequence)));
  const target = endpointText(connection.responder);
  const lastWord = mayBeLastWord(facts);
  const lookAlikes: LookAlike[] = [
    lastWord
      ? {
          cause: 'harmless',
          excluded: false,
          because: `${plural(lateBytes, 'byte')} may be no more than a farewell, such as TLS's close_notify: then nothing was lost`,
        }
      : {
          cause: 'harmless',
          excluded: true,
          because: `${plural(lateBytes, 'byte')} of the responder came after the originator had closed, and were lost`,
        },
    {
      cause: 'keepalive-dead',
      excluded: true,
      because: 'the originator closed with a FIN; who gives up probing sends a RST of kind C',
    },
    endedInstead(),
    ...otherBoxes(resetSender, ['firewall-reject']),
  ];
  return {
    kind: 'fits',
    directness: lastWord ? 'indirect' : 'direct',
    symptom: lastWord
      ? `The originator closed, and reset the ${plural(lateBytes, 'byte')} that came from ${target} behind that`
      : waiting
        ? `The originator closed before the answer of ${target} came, and reset that`
        : `The originator closed while ${target} was sending, and reset the rest`,
    sentBy: 'originator',
    whys: [
      {
        claim: 'What the responder sent then got no answer but a RST',
        evidence: [
          {
            input,
            frames: [...data.map(({ frame }) => frame), reset.frame],
            detail: `${plural(dataBytes, 'byte')} from seq ${first.sequence}, never acknowledged; ${reset.effectBecause}`,
          },
          ...(later.length === 0
            ? []
            : [
                {
                  input,
                  frames: later.map(({ frame }) => frame),
                  detail: `${plural(lateBytes - dataBytes, 'byte')} more came after the RST`,
                },
              ]),
        ],
      },
      {
        claim: "The originator's program had closed both directions by then: its kernel had nobody to give the data to",
        evidence: [
          {
            input,
            frames: [finFrame, first.frame, reset.frame],
            detail: `kind A, seq ${reset.sequence} of the RST = ack ${first.acknowledgment} of frame ${first.frame} = seq ${finSequence} of the originator's FIN${facts.crossed ? '' : ' + 1'}`,
          },
          { input, frames: [reset.frame], detail: resetSender.because },
        ],
      },
      {
        claim: waiting
          ? `It closed without waiting for more${previous === undefined ? '' : `, ${duration(finInstantNs - previous.instantNs)} after its last word`}`
          : 'It closed in the middle of what the responder was sending: cancelled, or it had read enough',
        evidence: [
          {
            input,
            frames: [...(previous === undefined ? [] : [previous.frame]), finFrame, first.frame].sort((a, b) => a - b),
            detail: `the last payload before was the ${previousFrom ?? 'responder'}'s; the data came ${first.instantNs >= finInstantNs ? `${duration(first.instantNs - finInstantNs)} after the FIN` : `${duration(finInstantNs - first.instantNs)} before the FIN was captured`}`,
          },
        ],
      },
    ],
    lookAlikes,
    notes: [],
    next: nextSteps(subject),
    remedies: entry.remedies,
    group: lastWord
      ? 'The originator closed, and reset the last few bytes that came'
      : waiting
        ? 'The originator closed before the answer came, and reset that'
        : 'The originator closed while the responder was sending, and reset the rest',
    measures: [
      ...(waiting && previous !== undefined
        ? [
            {
              name: "seconds from the originator's last payload to its FIN",
              value: (finInstantNs - previous.instantNs) / 1e9,
            },
          ]
        : []),
      { name: 'bytes of the responder before the RST', value: reset.before.responder.payloadBytes },
    ],
  } satisfies Fit;
}
