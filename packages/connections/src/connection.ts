import type { Spoken } from './conversation/spoken.ts';
import type { Ending } from './ending.ts';

export type Side = 'originator' | 'responder';

/** Identity of an address: the word of an IPv4 address, else a text of family and words. */
export type AddressKey = number | string;

export interface Endpoint {
  /** Address in text; a placeholder's name for captures as text. */
  readonly ip: string;
  /** Port number; a placeholder's name for captures as text. */
  readonly port: number | string;
  /** Identity of the address, to ask the surroundings about it. */
  readonly key: AddressKey;
}

/** One segment of a connection, as it was kept. Instants are nanoseconds since the capture's base; numbers are unsigned. */
export interface KeptSegment {
  readonly frame: number;
  readonly instantNs: number;
  readonly from: Side;
  /** Bits as in the capture package's `segment.ts`. */
  readonly flags: number;
  /** False when the evidence holds flags and times alone: then `sequence`, `acknowledgment` and `window` say nothing, and `payloadBytes` only whether there was some. */
  readonly numbersKnown: boolean;
  readonly sequence: number;
  readonly acknowledgment: number;
  readonly payloadBytes: number;
  /** Unscaled. */
  readonly window: number;
  /** -1 when the evidence does not say. */
  readonly ttl: number;
  readonly ipId: number;
  readonly dontFragment: number;
  readonly options: number;
  readonly timestampValue: number;
  readonly timestampEcho: number;
  readonly interfaceId: number;
  readonly linkSource: number;
}

/** What one end sent, in sum. */
export interface Half {
  readonly segments: number;
  readonly dataSegments: number;
  /** Payload without retransmissions. */
  readonly payloadBytes: number;
  readonly retransmissions: number;
  readonly outOfOrder: number;
  readonly zeroWindows: number;
  readonly keepAlives: number;
  readonly duplicateAcks: number;
  /** Holes: times that sequence numbers were skipped and not filled later. */
  readonly holes: number;
  /** Undefined when neither SYN nor anything else told it. */
  readonly isn: number | undefined;
  /** The number after the highest one sent (snd_nxt as the vantage saw it). */
  readonly nextSequence: number | undefined;
  /** Highest acknowledgment sent (rcv_nxt as the vantage saw it). */
  readonly highestAcknowledgment: number | undefined;
  readonly window: number;
  readonly windowScale: number | undefined;
  readonly mss: number | undefined;
  readonly usesTimestamps: boolean;
  readonly firstTimestamp: number | undefined;
  readonly lastTimestamp: number | undefined;
  /** Ticks per second of the timestamp clock, when it was watched for half a second or more. */
  readonly timestampHz: number | undefined;
  readonly sackPermitted: boolean;
  readonly fastOpen: boolean;
  readonly mptcp: boolean;
  readonly synFrame: number | undefined;
  readonly syns: number;
  readonly finFrame: number | undefined;
  readonly finSequence: number | undefined;
  readonly finInstantNs: number | undefined;
  readonly finAcknowledged: boolean;
  readonly resets: number;
  /** TTL of its SYN or SYN-ACK, and range of the other segments' TTLs without RSTs; undefined when unknown. */
  readonly handshakeTtl: number | undefined;
  readonly lowestTtl: number | undefined;
  readonly highestTtl: number | undefined;
  readonly lastIpId: number | undefined;
  readonly lastInstantNs: number | undefined;
  readonly lastDataFrame: number | undefined;
}

/** The three shapes in which a Linux host makes a RST, or `other`, or `unknown`. See `reset-kind.ts`. */
export type ResetKind =
  | 'A'
  | 'B'
  | 'C'
  | 'other'
  /** The evidence holds its flags alone. */
  | 'unknown';

/** What a RST did at its receiver, by RFC 5961 section 3.2 and RFC 9293 section 3.10.7. */
export type ResetEffect =
  /** At rcv_nxt, or the exact answer to a SYN: the receiver's connection ended. */
  | 'accepted'
  /** Inside the window, but not at rcv_nxt: answered by a challenge ACK, the connection lives. */
  | 'challenged'
  /** Outside the window, or not acceptable in SYN-SENT. */
  | 'ignored'
  /** The receiver had no connection any more: it had reset it itself, or both ends had closed. */
  | 'too-late'
  /** The capture does not hold enough to tell. */
  | 'unknown';

/** One RST of a connection. */
export interface Reset {
  readonly frame: number;
  readonly instantNs: number;
  readonly from: Side;
  readonly kind: ResetKind;
  /** How the shape differs from what Linux makes of this kind, each in words; empty for a perfect fit. */
  readonly deviations: readonly string[];
  readonly effect: ResetEffect;
  /** Why that effect, with the numbers. */
  readonly effectBecause: string;
  readonly flags: number;
  readonly sequence: number;
  readonly acknowledgment: number;
  readonly window: number;
  readonly ttl: number;
  readonly ipId: number;
  readonly dontFragment: number;
  readonly options: number;
  readonly linkSource: number;
  readonly timestampValue: number | undefined;
  /** First bytes of what the RST carried; empty for nearly all. */
  readonly payload: Uint8Array;
  readonly payloadBytes: number;
  /** Frame of the segment that it answers, by its numbers; undefined when none fits or the shape answers none. */
  readonly provokedBy: number | undefined;
  /** Why that segment, with the arithmetic. */
  readonly provokedBecause: string;
  /** The two ends just before this RST. */
  readonly before: { readonly originator: Half; readonly responder: Half };
}

/** An ICMP or ICMPv6 error about a segment of the connection. */
export interface IcmpNote {
  readonly frame: number;
  readonly instantNs: number;
  readonly family: number;
  readonly type: number;
  readonly code: number;
  readonly mtuBytes: number;
  /** Who sent the error. */
  readonly source: string;
  /** Whose segment it quotes. */
  readonly about: Side;
  readonly quotedSequence: number;
}

/**
 * Bytes that one end had sent in a large segment twice or more, in vain, were sent again in smaller ones, and acknowledged. A capture behind the place where the
 * large segment was lost shows only the hole that it left.
 */
export interface ResentSmaller {
  readonly from: Side;
  /** Of the first byte. */
  readonly sequence: number;
  /** Payload of the large segment; where it was not seen, of a full segment by the MSS. */
  readonly largeBytes: number;
  /** The largest payload of one packet by the MSS; more is cut only behind the capture. */
  readonly mostBytes: number;
  /** The large segment, each time that it was sent, in order; empty where it was not seen. */
  readonly tries: readonly KeptSegment[];
  /** What was missing instead: how much, since when. */
  readonly hole: { readonly bytes: number; readonly sinceNs: number } | undefined;
  /** The first smaller segment. */
  readonly smaller: KeptSegment;
  /** From the first try, or since it was missing, to the first smaller segment. */
  readonly inVainNs: number;
  /** The first acknowledgment of bytes of it. */
  readonly acknowledgment: KeptSegment;
  /** Whether all that had been sent before the smaller segment was acknowledged later. If so, no large segment of it arrived. */
  readonly isSettled: boolean;
  /** Of that: bytes that were acknowledged and had not been sent again. */
  readonly arrivedBytes: number;
  /** The segments of both ends that were kept before the smaller one. */
  readonly before: readonly KeptSegment[];
  /** What this end had sent before the smaller segment: data segments with repetitions, payload without, and how much of it was not acknowledged. */
  readonly dataSegments: number;
  readonly payloadBytes: number;
  readonly unacknowledgedBytes: number;
}

/** One TCP connection, as far as the capture holds it. */
export interface Connection {
  /** As `tcp.stream` in Wireshark. */
  readonly stream: number;
  readonly originator: Endpoint;
  readonly responder: Endpoint;
  readonly originatorBasis: 'syn' | 'syn-ack' | 'guess';
  /**
   * False when the evidence holds only flags and times of its segments (text of ngrep). Then nothing is known of bytes, retransmissions, holes, windows and
   * acknowledgments: counts of them are 0 and mean nothing, numbers are undefined, and no RST has an effect that could be told.
   */
  readonly numbersKnown: boolean;
  readonly frames: number;
  readonly firstFrame: number;
  readonly lastFrame: number;
  readonly firstInstantNs: number;
  readonly lastInstantNs: number;
  readonly history: string;
  readonly ending: Ending;
  /** Segments that are copies of others: mirrored ports, `-i any`. */
  readonly copies: number;
  readonly half: { readonly originator: Half; readonly responder: Half };
  readonly handshake: {
    readonly synFrame: number | undefined;
    readonly synAckFrame: number | undefined;
    readonly ackFrame: number | undefined;
    /** SYN to SYN-ACK, and SYN-ACK to ACK: the path on either side of the vantage. */
    readonly synToSynAckNs: number | undefined;
    readonly synAckToAckNs: number | undefined;
  };
  /** SYNs that were answered by a bare ACK instead of a SYN-ACK, and the frame of the first such ACK. */
  readonly oddAcks: number;
  readonly oddAckFrame: number | undefined;
  readonly closedFirstBy: Side | undefined;
  /** An acknowledgment covered bytes that the capture does not hold. */
  readonly acknowledgedUnseen: boolean;
  /** The newest time of a second or longer in which both ends were silent, and the frames around it. */
  readonly newestSilence:
    | { readonly silenceNs: number; readonly beforeFrame: number; readonly afterFrame: number }
    | undefined;
  readonly segments: readonly KeptSegment[];
  readonly resets: readonly Reset[];
  /** All RSTs, also those beyond the ones kept in `resets`. */
  readonly resetFrames: readonly number[];
  /** Of those: with the address of the other end than the first RST has. */
  readonly opposedResetFrames: readonly number[];
  readonly icmpErrors: readonly IcmpNote[];
  /** What was said in HTTP/1, TLS or SSH; undefined when the capture holds no beginning of it. */
  readonly spoken: Spoken | undefined;
  /** What was sent again in smaller segments, and so went on. */
  readonly resentSmaller: ResentSmaller | undefined;
  /** The connection that had the same 4-tuple before. */
  readonly predecessor: Connection | undefined;
}
