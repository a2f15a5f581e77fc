import type { ResetEffect } from './connection.ts';
import { distance, unsigned } from './sequence.ts';

/** What is known about the receiver of a RST, just before it. */
export interface ReceiverState {
  /** It sent a SYN and has had no SYN-ACK: `initialSequence` is that SYN's. */
  readonly synSent: boolean;
  readonly initialSequence: number;
  /** Its socket is gone: a RST was acted on before, or both ends have closed. */
  readonly gone: boolean;
  /** The highest acknowledgment that it sent: its rcv_nxt, or a little less. */
  readonly acknowledged: number | undefined;
  /** The number after the highest that the RST's sender had sent: what the receiver's rcv_nxt is once all of that arrived. */
  readonly senderNext: number | undefined;
  /** The sender's FIN had been sent with this sequence number. */
  readonly senderFin: number | undefined;
  /** It sent SACK blocks: Linux then also takes a RST at the right edge of the highest block. */
  readonly sacked: boolean;
  /** Receive window in bytes, scaled; at least, where both SYNs are not in the capture. */
  readonly windowBytes: number;
  /** Both SYNs are in the capture: they tell whether windows are scaled, and how (RFC 7323 section 2.2). */
  readonly windowKnown: boolean;
}

export interface ResetNumbers {
  readonly sequence: number;
  readonly acknowledgment: number;
  readonly hasAck: boolean;
}

/**
 * Decides what a RST does at its receiver: RFC 9293 section 3.10.7.3 (SYN-SENT: the ACK must be acceptable) and RFC 5961 section 3.2 (later: exactly at
 * rcv_nxt resets, elsewhere in the window provokes a challenge ACK, outside is dropped), with Linux's two additions: one below rcv_nxt after a FIN
 * (`tcp_reset_check`) and the right edge of the highest SACK block (`tcp_validate_incoming`).
 * RST+ACK with sequence number 0 answers a segment without ACK (RFC 9293 section 3.10.7.1); of a receiver that was never heard to acknowledge anything, that is a SYN.
 */
export function resetEffectOf(reset: ResetNumbers, receiver: ReceiverState): { effect: ResetEffect; because: string } {
  if (receiver.gone) return { effect: 'too-late', because: 'the receiver had no connection any more' };
  if (receiver.synSent) return inSynSent(reset, receiver);
  const { acknowledged, senderNext } = receiver;
  const seq = unsigned(reset.sequence);
  if (acknowledged === undefined && senderNext === undefined) {
    return { effect: 'unknown', because: 'the capture does not hold what the receiver expected next' };
  }
  if (acknowledged === undefined && reset.hasAck && seq === 0) {
    return { effect: 'unknown', because: 'it answers a SYN that the capture does not hold' };
  }
  if (senderNext !== undefined && reset.sequence === senderNext) {
    return { effect: 'accepted', because: `seq ${seq} is rcv_nxt: all that the sender had sent before it` };
  }
  if (acknowledged !== undefined && reset.sequence === acknowledged) {
    return { effect: 'accepted', because: `seq ${seq} is the receiver's last ack, its rcv_nxt` };
  }
  if (receiver.senderFin !== undefined && reset.sequence === receiver.senderFin) {
    return {
      effect: 'accepted',
      because: `seq ${seq} is the FIN's own number; Linux takes that after a FIN (tcp_reset_check)`,
    };
  }
  if (acknowledged === undefined) {
    return {
      effect: 'unknown',
      because: `the receiver was not heard: whether it expected seq ${seq} next can't be told`,
    };
  }
  const base = acknowledged;
  const ahead = distance(reset.sequence, base);
  if (ahead < 0) return { effect: 'ignored', because: `seq ${seq} is ${-ahead} below rcv_nxt ${unsigned(base)}` };
  if (senderNext !== undefined && distance(reset.sequence, senderNext) < 0) {
    return receiver.sacked
      ? { effect: 'accepted', because: `seq ${seq} lies within data sent; Linux takes it at the edge of a SACK block` }
      : { effect: 'challenged', because: `seq ${seq} is ${ahead} above rcv_nxt ${unsigned(base)}, inside the window` };
  }
  if (ahead < Math.max(receiver.windowBytes, 1)) {
    return {
      effect: 'challenged',
      because: `seq ${seq} is ${ahead} above rcv_nxt ${unsigned(base)}, inside the window of ${receiver.windowBytes}`,
    };
  }
  return {
    effect: 'ignored',
    because: receiver.windowKnown
      ? `seq ${seq} is ${ahead} above rcv_nxt ${unsigned(base)}, outside the window of ${receiver.windowBytes}`
      : `seq ${seq} is ${ahead} above rcv_nxt ${unsigned(base)}: inside the window or outside, it is not acted on`,
  };
}

function inSynSent(reset: ResetNumbers, receiver: ReceiverState): { effect: ResetEffect; because: string } {
  if (!reset.hasAck) return { effect: 'ignored', because: 'in SYN-SENT a RST without ACK is dropped' };
  const ahead = distance(reset.acknowledgment, receiver.initialSequence);
  const ack = unsigned(reset.acknowledgment);
  return ahead === 1
    ? { effect: 'accepted', because: `ack ${ack} is the SYN's sequence number + 1` }
    : {
        effect: 'ignored',
        because: `in SYN-SENT only ack ${unsigned(receiver.initialSequence + 1)} counts, this has ${ack}`,
      };
}
