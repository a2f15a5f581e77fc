import { distance, type KeptSegment, type Reset, type Side } from '@fivewhys/connections';
import { remembered } from '@fivewhys/evidence';
import { kindText } from '../phrases.ts';
import { ipIdCountsOn } from '../sender/ip-id-counts-on.ts';
import { type SenderGuess, senderOf } from '../sender/sender.ts';
import { type ConnectionSubject, otherSide } from '../subject.ts';
import { isForeignAbort } from './abort.ts';
import { endOf, lastPayloadNotKept, payloadBefore } from './payload-before.ts';
import { saidBefore } from './says-failure.ts';

/** Between two messages there is at least this much silence, where no answer tells them apart. */
const betweenMessagesNs = 1e9;

/** Data that reached an end which had closed: what was sent, when, and what had been said before. */
export interface AfterFin {
  readonly reset: Reset;
  readonly resetSender: SenderGuess;
  /** Who had sent its FIN, and who sent data all the same. */
  readonly closer: Side;
  readonly sender: Side;
  readonly finSequence: number;
  readonly finFrame: number;
  readonly finInstantNs: number;
  /** The FIN itself, if it was kept. */
  readonly fin: KeptSegment | undefined;
  /** The segments that were not acknowledged any more and that the RST answers; at least one. */
  readonly data: readonly [KeptSegment, ...KeptSegment[]];
  readonly dataBytes: number;
  /** The data's ack does not cover the FIN: whoever sent it had not seen that. */
  readonly crossed: boolean;
  /** The last payload before the data; undefined where there is none or it was not kept. */
  readonly previous: KeptSegment | undefined;
  /** Whose payload that was, kept or not; undefined where there is none. */
  readonly previousFrom: Side | undefined;
  /** Silence before the FIN and the data, whichever was first. */
  readonly quietNs: number | undefined;
  /** The data begins a new message; else it is the rest of one that was under way when the FIN was sent. */
  readonly newMessage: boolean;
}

/** The longest TLS close_notify as a record: 24 bytes with AES-GCM of TLS 1.3, up to 53 with the CBC suites of TLS 1.2. */
const mostLastWordBytes = 53;
/** A last word is said while one closes, right after the other's FIN. */
const lastWordNs = 1e9;

/** A few bytes that may be no more than a farewell, such as TLS's close_notify: then nothing was lost with them. */
export function mayBeLastWord({ dataBytes, data, finInstantNs, reset, sender }: AfterFin): boolean {
  return (
    dataBytes <= mostLastWordBytes &&
    (reset.before[sender].finFrame !== undefined || Math.abs(data[0].instantNs - finInstantNs) <= lastWordNs)
  );
}

/** A TLS alert that was all that came behind a FIN: then nothing of the program's was lost with it. */
export interface AlertAfterFin {
  readonly reset: Reset;
  readonly closer: Side;
  readonly sender: Side;
  readonly finFrame: number;
  /** Its frame. */
  readonly alert: number;
  readonly dataBytes: number;
}

export function alertAfterFin({ connection }: ConnectionSubject, facts: AfterFin): AlertAfterFin | undefined {
  const { data, dataBytes, sender } = facts;
  const alert = connection.spoken?.[sender].tls?.lastAlertFrame;
  if (data.length > 1 || data[0].frame !== alert || dataBytes > mostLastWordBytes) return undefined;
  return { ...facts, alert };
}

/** The same where the closed end is no Linux: Windows answers data behind its FIN with RST+ACK, seq the one after the FIN and ack the end of the data. */
export function alertAsWindowsAnswers({ connection, reset }: ConnectionSubject): AlertAfterFin | undefined {
  if (
    reset === undefined ||
    reset.effect !== 'accepted' ||
    !isForeignAbort(reset, ipIdCountsOn(connection, reset) !== undefined)
  )
    return undefined;
  const closer = reset.from;
  const sender = otherSide(closer);
  const { finFrame } = reset.before[closer];
  const alert = connection.spoken?.[sender].tls?.lastAlertFrame;
  const behind = connection.segments.filter(
    ({ frame, from, payloadBytes }) =>
      finFrame !== undefined && frame > finFrame && frame < reset.frame && from === sender && payloadBytes > 0,
  );
  const [only] = behind;
  if (finFrame === undefined || behind.length !== 1 || only === undefined || only.frame !== alert) return undefined;
  if (only.payloadBytes > mostLastWordBytes || endOf(only) !== reset.acknowledgment) return undefined;
  return { reset, closer, sender, finFrame, alert, dataBytes: only.payloadBytes };
}

/** The facts of data that came after a FIN, or why it is not that. */
export const afterFinOf = remembered((subject: ConnectionSubject): AfterFin | string => {
  const { connection, reset } = subject;
  if (reset === undefined) return 'there is no RST';
  const said = saidBefore(subject);
  if (said !== undefined) return said;
  const closer = reset.from;
  const { finSequence, finFrame, finInstantNs, highestAcknowledgment } = reset.before[closer];
  if (finSequence === undefined || finFrame === undefined || finInstantNs === undefined) {
    return `the ${closer} had sent no FIN before its RST`;
  }
  if (reset.kind !== 'A')
    return `the RST is of ${kindText(reset.kind)}; one that answers data after a FIN is of kind A`;
  const crossed = reset.sequence === finSequence;
  if (!crossed && reset.sequence !== (finSequence + 1) >>> 0) {
    return `the RST's seq ${reset.sequence} is neither that of the ${closer}'s FIN (${finSequence}) nor the one after it`;
  }
  if (reset.effect === 'ignored' || reset.effect === 'challenged') return 'the RST was not acted on';
  const resetSender = senderOf(subject, reset);
  if (resetSender.ttl === 'different') return resetSender.because;
  const sender = otherSide(closer);
  const payload = payloadBefore(subject, reset);
  const [first, ...rest] = payload.filter(
    (segment) =>
      segment.from === sender &&
      segment.acknowledgment === reset.sequence &&
      (highestAcknowledgment === undefined || distance(endOf(segment), highestAcknowledgment) > 0),
  );
  if (first === undefined) {
    return `no payload of the ${sender} with ack ${reset.sequence} came before the RST: it answers something else`;
  }
  const newestKept = payload.findLast(({ frame }) => frame < first.frame);
  const unkept = lastPayloadNotKept(subject, reset, closer) ?? 0;
  const isUnkept = unkept > (newestKept?.frame ?? 0) && unkept < first.frame;
  const previous = isUnkept ? undefined : newestKept;
  const previousFrom = isUnkept ? closer : newestKept?.from;
  if (previousFrom === undefined && connection.spoken?.originator.ssh?.frame === first.frame) {
    return "what came after the FIN is the originator's SSH banner: the connection was new, and the responder closed it before its own";
  }
  const quietNs = previous === undefined ? undefined : Math.min(finInstantNs, first.instantNs) - previous.instantNs;
  return {
    reset,
    resetSender,
    closer,
    sender,
    finSequence,
    finFrame,
    finInstantNs,
    fin: connection.segments.find(({ frame }) => frame === finFrame),
    data: [first, ...rest],
    dataBytes: Math.max(...[first, ...rest].map((segment) => distance(endOf(segment), first.sequence))),
    crossed,
    previous,
    quietNs,
    newMessage: previousFrom === undefined || previousFrom === closer || (quietNs ?? 0) >= betweenMessagesNs,
    previousFrom,
  };
});
