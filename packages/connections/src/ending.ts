/** How a connection ended, a closed list. In brackets Zeek's conn_state for the same (scripts/base/protocols/conn/main.zeek). */
export type Ending =
  /** A SYN without any answer. [S0] */
  | 'unanswered'
  /** A SYN answered by a RST. [REJ] */
  | 'rejected'
  /** A SYN answered by a bare ACK, never by a SYN-ACK. [OTH] */
  | 'misanswered'
  /** Established, and still so when the capture ended. [S1] */
  | 'established'
  /** The originator's FIN was seen, the responder's not. [S2] */
  | 'originator-closing'
  /** The responder's FIN was seen, the originator's not. [S3] */
  | 'responder-closing'
  /** Both FINs were seen. [SF] */
  | 'closed'
  /** The originator aborted an established connection. [RSTO] */
  | 'originator-reset'
  /** The responder aborted it. [RSTR] */
  | 'responder-reset'
  /** The originator sent a SYN and then a RST; no SYN-ACK was seen. [RSTOS0] */
  | 'originator-gave-up'
  /** The responder's SYN-ACK and a RST of its own were seen, the SYN not. [RSTRH] */
  | 'responder-gave-up'
  /** The originator sent a SYN and a FIN; no SYN-ACK was seen. [SH] */
  | 'originator-only'
  /** The responder's SYN-ACK and FIN were seen, the SYN not. [SHR] */
  | 'responder-only'
  /** The beginning is not in the capture, and no ending either. [OTH] */
  | 'midstream';

export interface EndingFacts {
  readonly originatorSyn: boolean;
  readonly responderSynAck: boolean;
  readonly originatorFin: boolean;
  readonly responderFin: boolean;
  /** Who sent the first RST that its receiver had to act on, or might have. */
  readonly resetBy: 'originator' | 'responder' | undefined;
  readonly oddAcks: number;
  readonly responderSegments: number;
}

/** Decides the ending from what was seen, whatever the order of frames was. */
export function endingOf(facts: EndingFacts): Ending {
  const { originatorSyn, responderSynAck, originatorFin, responderFin, resetBy } = facts;
  if (resetBy !== undefined && !(originatorFin && responderFin)) return resetEnding(facts, resetBy);
  if (originatorFin && responderFin) return 'closed';
  if (originatorSyn && !responderSynAck) {
    if (facts.oddAcks > 0) return 'misanswered';
    if (originatorFin) return 'originator-only';
    if (responderFin) return 'responder-closing';
    return facts.responderSegments === 0 ? 'unanswered' : 'established';
  }
  if (originatorFin) return 'originator-closing';
  if (responderFin) return !originatorSyn && responderSynAck ? 'responder-only' : 'responder-closing';
  if (originatorSyn && responderSynAck) return 'established';
  return 'midstream';
}

function resetEnding(facts: EndingFacts, resetBy: 'originator' | 'responder'): Ending {
  const { originatorSyn, responderSynAck } = facts;
  if (resetBy === 'responder') {
    if (originatorSyn && !responderSynAck && facts.oddAcks === 0) return 'rejected';
    return !originatorSyn && responderSynAck ? 'responder-gave-up' : 'responder-reset';
  }
  if (originatorSyn && !responderSynAck) return facts.oddAcks > 0 ? 'misanswered' : 'originator-gave-up';
  return 'originator-reset';
}
