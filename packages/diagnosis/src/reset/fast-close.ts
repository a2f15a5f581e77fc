import { OPTION_MPTCP_FASTCLOSE, RST } from '@fivewhys/capture';
import type { KeptSegment, Reset, Side } from '@fivewhys/connections';
import type { Fit, LookAlike, NextStep, Remedy, Why } from '@fivewhys/evidence';
import { duration, endpointText } from '../phrases.ts';
import { senderOf } from '../sender/sender.ts';
import { type ConnectionSubject, otherSide } from '../subject.ts';

/** After this silence nothing was under way any more. */
const idleNs = 1e9;

/** A RST that one end sent because the other had asked for it: RFC 8684 section 3.5 answers an ACK with MP_FASTCLOSE so. */
export interface FastClose {
  /** Who asked: that end aborted the connection. */
  readonly by: Side;
  readonly request: KeptSegment;
  readonly reset: Reset;
  /** From the last payload, where it was kept, to the request. */
  readonly quietNs: number | undefined;
}

/** The abort of a Multipath TCP connection that a RST answers; undefined where nobody asked for one. */
export function fastCloseOf({ connection, reset }: ConnectionSubject): FastClose | undefined {
  if (reset === undefined) return undefined;
  const by = otherSide(reset.from);
  const request = connection.segments.findLast(
    ({ frame, from, options, flags }) =>
      frame < reset.frame && from === by && (options & OPTION_MPTCP_FASTCLOSE) !== 0 && (flags & RST) === 0,
  );
  if (request === undefined) return undefined;
  const last = connection.segments.findLast(({ frame, payloadBytes }) => frame < request.frame && payloadBytes > 0);
  return { by, request, reset, quietNs: last === undefined ? undefined : request.instantNs - last.instantNs };
}

/** The abort as the answer to a RST: by whom, and by whose RST. */
export function fitOfFastClose(
  subject: ConnectionSubject,
  fastClose: FastClose,
  lookAlikes: readonly LookAlike[],
  next: readonly NextStep[],
  remedies: readonly Remedy[],
): Fit {
  const { by, quietNs, reset } = fastClose;
  const story = (target: string) =>
    `The ${by} aborted a Multipath TCP connection${target}, and the RST of the ${reset.from} answers that`;
  return {
    kind: 'fits',
    directness: quietNs === undefined || quietNs >= idleNs ? 'indirect' : 'direct',
    symptom: story(` to ${endpointText(subject.connection.responder)}`),
    sentBy: senderOf(subject, reset).sentBy,
    whys: whysOf(subject, fastClose),
    lookAlikes: [
      { cause: 'harmless', excluded: false, because: 'nothing shows that anything was still awaited' },
      ...lookAlikes,
    ],
    notes: [],
    next,
    remedies,
    group: story(''),
    measures:
      quietNs === undefined ? [] : [{ name: 'seconds from the last payload to the abort', value: quietNs / 1e9 }],
  };
}

function whysOf(subject: ConnectionSubject, { by, request, reset, quietNs }: FastClose): Why[] {
  const { input } = subject;
  return [
    {
      claim: `The ${reset.from} ended the connection with a RST because the ${by} had asked for it`,
      evidence: [
        {
          input,
          frames: [request.frame, reset.frame],
          detail: `the RST comes ${duration(reset.instantNs - request.instantNs)} after an ACK with MP_FASTCLOSE, and is the answer that this asks for (RFC 8684 section 3.5)`,
        },
        { input, frames: [reset.frame], detail: senderOf(subject, reset).because },
      ],
    },
    {
      claim: `The ${by}'s program or host aborted the connection, all subflows of it; why is not in the packets`,
      evidence: [
        {
          input,
          frames: [request.frame],
          detail: `MP_FASTCLOSE of the ${by}${quietNs === undefined ? '' : `, ${duration(quietNs)} after the last payload`}`,
        },
      ],
    },
  ];
}
