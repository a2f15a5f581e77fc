import { distance, type KeptSegment, type Reset, type ResetNote, type Side } from '@fivewhys/connections';
import { remembered } from '@fivewhys/evidence';
import { gotRound } from '../causes/path-mtu-black-hole/got-round.ts';
import { wentOnSmaller } from '../causes/path-mtu-black-hole/went-on-smaller.ts';
import { kindText, plural } from '../phrases.ts';
import { ipIdCountsOn } from '../sender/ip-id-counts-on.ts';
import { type SenderGuess, senderOf } from '../sender/sender.ts';
import { type ConnectionSubject, isAnother, otherSide } from '../subject.ts';
import { fastCloseOf } from './fast-close.ts';
import { lastPayloadNotKept, lostOnTheWay, payloadBefore, unacknowledgedBytes } from './payload-before.ts';
import { saidBefore } from './says-failure.ts';
import { silentProbes } from './silent-probes.ts';

/** RSTs of one host that follow one another within this time are one event: the kernel closes a process's sockets one after the other, and so does `ss -K`. */
const sameMomentNs = 20e6;
/** How long after a process's end SYNs that are refused still speak of it. */
const refusedWithinNs = 60e9;

/** A live socket that its own host aborted (kind C): what had been said until then, and what else happened on that host in the same moment. */
export interface Abort {
  readonly reset: Reset;
  readonly resetSender: SenderGuess;
  readonly by: Side;
  /** Not Linux's kind C, but RST+ACK with the socket's own numbers and window 0, as Windows and some appliances abort. */
  readonly foreign: boolean;
  /** That the RST's IP ID counts on from the end's packets before, in words; undefined where it does not. */
  readonly counted: string | undefined;
  /** The last payload of the aborting end, and of the other; undefined where there is none or it was not kept. */
  readonly lastOwn: KeptSegment | undefined;
  readonly lastOther: KeptSegment | undefined;
  /** Whose payload was the last, kept or not; undefined where there is none. */
  readonly lastWordOf: Side | undefined;
  /**
   * Bytes of the other end that the aborting host had acknowledged since its own last payload; undefined when the capture does not tell. Where that payload was not kept: since
   * the first one of the other end that was kept after it, so at least so many.
   */
  readonly unansweredBytes: number | undefined;
  /** Why so many, with the arithmetic. */
  readonly unansweredBecause: string;
  /** Bytes of the aborting end that the other had not acknowledged. */
  readonly unacknowledged: number;
  /** From the last payload of either end to the RST; undefined where there is none or it was not kept. */
  readonly quietNs: number | undefined;
  /** That a large segment had been in vain and went on in smaller ones, in words; undefined where none had. */
  readonly wentOn: string | undefined;
  /** Other connections that the same host aborted in the same moment. */
  readonly together: readonly ResetNote[];
}

/** The facts of an abort by one end, or why it is none. */
export const abortOf = remembered((subject: ConnectionSubject, by: Side): Abort | string => {
  const { reset } = subject;
  if (reset === undefined) return 'there is no RST';
  const said = saidBefore(subject);
  if (said !== undefined) return said;
  const fastClose = fastCloseOf(subject);
  if (fastClose !== undefined) {
    return `the RST answers the ${fastClose.by}'s MP_FASTCLOSE (frame ${fastClose.request.frame}), which asks for it`;
  }
  if (reset.from !== by) return `the RST that counts came from the ${reset.from}`;
  const counted = ipIdCountsOn(subject.connection, reset);
  const foreign = isForeignAbort(reset, counted !== undefined);
  if (reset.kind !== 'C' && !foreign)
    return `the RST is of ${kindText(reset.kind)}; a live socket that a Linux host aborts sends kind C`;
  if (reset.effect !== 'accepted' && reset.effect !== 'unknown') return 'the RST was not acted on';
  const resetSender = senderOf(subject, reset);
  if (resetSender.ttl === 'different') return resetSender.because;
  const probes = silentProbes(subject, reset);
  if (probes.length > 1) return `${plural(probes.length, 'keep-alive probe')} went unanswered before the RST`;
  const lost = lostOnTheWay(subject, reset);
  if (lost !== undefined) return lost;
  const payload = payloadBefore(subject, reset);
  const newest = (side: Side) =>
    lastPayloadNotKept(subject, reset, side) === undefined ? payload.findLast(({ from }) => from === side) : undefined;
  const lastOwn = newest(by);
  const lastOther = newest(otherSide(by));
  const lastWordOf = lastWord(subject, reset, payload);
  const last = lastWordOf === by ? lastOwn : lastOther;
  const resent = gotRound(subject.connection);
  return {
    reset,
    resetSender,
    by,
    foreign,
    counted,
    lastOwn,
    lastOther,
    lastWordOf,
    ...unansweredOf(reset, by, payload, lastOwn, lastPayloadNotKept(subject, reset, by)),
    unacknowledged: unacknowledgedBytes(reset, by),
    quietNs: last === undefined ? undefined : reset.instantNs - last.instantNs,
    wentOn: resent === undefined ? undefined : wentOnSmaller(resent),
    together: togetherWith(subject, reset, by),
  };
});

/** Whose payload was the last before a RST, kept or not. */
function lastWord(subject: ConnectionSubject, reset: Reset, payload: readonly KeptSegment[]): Side | undefined {
  const frameOf = (side: Side) =>
    lastPayloadNotKept(subject, reset, side) ?? payload.findLast(({ from }) => from === side)?.frame ?? 0;
  const [originator, responder] = [frameOf('originator'), frameOf('responder')];
  if (originator + responder === 0) return undefined;
  return originator > responder ? 'originator' : 'responder';
}

/**
 * RST+ACK with the socket's own numbers and window 0: what Windows and some appliances send where Linux sends kind C, and where data reaches a socket that was closed.
 * Timestamps in use belong into a RST, too, but need not be there (RFC 7323 section 3.2): Windows leaves them out. One without them must be that end's by its IP ID.
 *
 * @param isCounted whether its IP ID counts on from that end's
 */
export function isForeignAbort(
  { kind, window, payloadBytes, sequence, before, from }: Reset,
  isCounted: boolean,
): boolean {
  const { originator, responder } = before;
  return (
    kind === 'other' &&
    window === 0 &&
    payloadBytes === 0 &&
    sequence === before[from].nextSequence &&
    (isCounted || !(originator.usesTimestamps && responder.usesTimestamps))
  );
}

/**
 * Other connections of the host that were open when the first of them was aborted, and went in the same moment. None where that may be chance: a host that aborts connections all the
 * time aborts some at once.
 */
function togetherWith(subject: ConnectionSubject, reset: Reset, by: Side): readonly ResetNote[] {
  const { connection, surroundings } = subject;
  const aborts = surroundings
    .resetsOf(connection[by].key)
    .filter(({ stream, kind, from }) => isAnother(subject, stream) && kind === 'C' && from === by);
  const together = chainAround(aborts, reset.instantNs).filter(
    ({ instantNs, firstInstantNs }) => firstInstantNs < reset.instantNs && connection.firstInstantNs < instantNs,
  );
  return together.length * 2 >= aborts.length ? together : [];
}

/** Those before and after an instant of which each follows the one before within the same moment. @param notes in order of time */
function chainAround(notes: readonly ResetNote[], instantNs: number): ResetNote[] {
  const before = notes.filter((note) => note.instantNs <= instantNs).reverse();
  const after = notes.filter((note) => note.instantNs > instantNs);
  return [before, after].flatMap((side) => {
    const end = side.findIndex(
      (note, index) => Math.abs(note.instantNs - (side[index - 1]?.instantNs ?? instantNs)) > sameMomentNs,
    );
    return end < 0 ? side : side.slice(0, end);
  });
}

/** SYNs to the responder's port that were refused (kind B) within a minute after an instant; none of them if the port had never accepted anything. */
export function refusedAfter({ connection, surroundings }: ConnectionSubject, instantNs: number): readonly ResetNote[] {
  const { key, port } = connection.responder;
  if (typeof port !== 'number') return [];
  return surroundings
    .resetsOf(key)
    .filter(
      (note) =>
        note.kind === 'B' &&
        note.service === port &&
        note.instantNs > instantNs &&
        note.instantNs - instantNs <= refusedWithinNs,
    );
}

/**
 * What the RST's ack covers beyond the ack of the aborting end's last payload: bytes that reached its host and got no answer. The kernel acknowledges for the program, so this does
 * not say whether the program read them.
 */
function unansweredOf(
  reset: Reset,
  by: Side,
  payload: readonly KeptSegment[],
  lastOwn: KeptSegment | undefined,
  notKeptFrame: number | undefined,
): Pick<Abort, 'unansweredBytes' | 'unansweredBecause'> {
  const other = reset.before[otherSide(by)];
  const fin = other.finSequence !== undefined && distance(reset.acknowledgment, other.finSequence) > 0 ? 1 : 0;
  const covers = `ack ${reset.acknowledgment} of the RST`;
  const less = fin === 0 ? '' : ' − 1 for the FIN';
  if (lastOwn !== undefined) {
    const bytes = distance(reset.acknowledgment, lastOwn.acknowledgment) - fin;
    return {
      unansweredBytes: Math.max(bytes, 0),
      unansweredBecause: `${covers} − ack ${lastOwn.acknowledgment} of the ${by}'s last payload (frame ${lastOwn.frame})${less} = ${Math.max(bytes, 0)} bytes`,
    };
  }
  if (notKeptFrame !== undefined) {
    const since = payload.find(({ from, frame }) => from !== by && frame > notKeptFrame);
    if (since === undefined) {
      return {
        unansweredBytes: undefined,
        unansweredBecause: `the ${by}'s last payload (frame ${notKeptFrame}) was not kept`,
      };
    }
    const bytes = Math.max(distance(reset.acknowledgment, since.sequence) - fin, 0);
    return {
      unansweredBytes: bytes,
      unansweredBecause: `${covers} − seq ${since.sequence} of frame ${since.frame}${less} = ${bytes} bytes at least since the ${by}'s last payload (frame ${notKeptFrame})`,
    };
  }
  if (other.isn === undefined) {
    return {
      unansweredBytes: other.payloadBytes,
      unansweredBecause: `${other.payloadBytes} bytes of the ${otherSide(by)} in the capture, and no payload of the ${by}`,
    };
  }
  const bytes = Math.max(distance(reset.acknowledgment, other.isn) - 1 - fin, 0);
  return {
    unansweredBytes: bytes,
    unansweredBecause: `${covers} − ISN ${other.isn} − 1 for the SYN${less} = ${bytes} bytes, and the ${by} had sent no payload at all`,
  };
}
