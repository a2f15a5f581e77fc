import type { Conversation } from './conversation.ts';
import type { Script } from './script.ts';
import { ACK, PSH } from './tcp-flags.ts';

const initialWindowSegments = 10;
const largestWindowSegments = 64;
const lossShare = 0.002;
const reorderShare = 0.001;
const duplicatesUntilRetransmission = 3;
const retransmissionTimeoutUs = 200_000;
const never = Number.POSITIVE_INFINITY;
const none = -1;

/** An acknowledgment on its way back to the vantage. `sackLeft` equal to `sackRight`: nothing is missing. */
interface PendingAck {
  readonly atUs: number;
  readonly acknowledgment: number;
  readonly heardClock: number;
  readonly sackLeft: number;
  readonly sackRight: number;
}

/**
 * The responder sends some bytes in segments paced `paceUs` apart, as the fq scheduler paces them, in a congestion window that opens with
 * each acknowledgment; the originator acknowledges every second segment. One segment of 500 is lost behind the vantage (duplicate ACKs
 * with SACK, then a retransmission), one of 1,000 is overtaken by its successor.
 */
export class Response {
  readonly #conversation: Conversation;
  readonly #bytes: number;
  readonly #paceUs: number;
  readonly #base: number;
  readonly #segments: number;
  readonly #acks: PendingAck[] = [];
  #nextAck = 0;
  #sent = 0;
  #acknowledged = 0;
  #unacknowledged = 0;
  #window = initialWindowSegments;
  /** The segment that the originator is missing. */
  #lost = none;
  #duplicates = 0;
  #retransmitAtUs = never;
  #sendAtUs = 0;

  constructor(conversation: Conversation, bytes: number, paceUs: number) {
    this.#conversation = conversation;
    this.#bytes = bytes;
    this.#paceUs = paceUs;
    this.#base = conversation.responder.next;
    this.#segments = Math.ceil(bytes / conversation.segmentBytes);
  }

  *run(): Script {
    const { schedule, random } = this.#conversation.traffic;
    while (this.#acknowledged < this.#segments) {
      const ackAtUs = this.#acks[this.#nextAck]?.atUs ?? never;
      const actAtUs = this.#nextActUs(ackAtUs);
      const waitUs = Math.min(actAtUs, ackAtUs) - schedule.nowUs;
      if (waitUs > 0) yield waitUs;

      if (ackAtUs <= actAtUs) this.#takeAck();
      else if (this.#retransmitAtUs !== never) this.#retransmit();
      else if (this.#lost === none && this.#sent + 1 < this.#segments && random.chance(reorderShare)) {
        this.#transmit(this.#sent + 1);
        this.#acknowledge(this.#startOf(this.#sent), this.#endOf(this.#sent), this.#endOf(this.#sent + 1));
        yield this.#paceUs / 4;
        this.#sendOvertaken();
      } else this.#sendNext();
    }
    this.#conversation.responder.next = (this.#base + this.#bytes) | 0;
  }

  /** When the responder sends again. With nothing to send and no ACK to come, a loss is repaired by the timeout. */
  #nextActUs(ackAtUs: number): number {
    const { nowUs } = this.#conversation.traffic.schedule;
    if (this.#retransmitAtUs !== never) return this.#retransmitAtUs;
    if (this.#maySend) return Math.max(this.#sendAtUs, nowUs);
    if (ackAtUs === never) this.#retransmitAtUs = nowUs + retransmissionTimeoutUs;
    return this.#retransmitAtUs;
  }

  get #maySend(): boolean {
    return this.#sent < this.#segments && this.#sent - this.#acknowledged < this.#window;
  }

  #takeAck(): void {
    const conversation = this.#conversation;
    const { originator, responderRttUs } = conversation;
    const { nowUs } = conversation.traffic.schedule;
    const ack = this.#acks[this.#nextAck] as PendingAck;
    this.#nextAck += 1;
    if (!this.#maySend) this.#sendAtUs = Math.max(this.#sendAtUs, nowUs + responderRttUs);
    originator.expected = ack.acknowledgment;
    originator.heardClock = ack.heardClock;
    this.#acknowledged = Math.ceil(((ack.acknowledgment - this.#base) | 0) / conversation.segmentBytes);
    if (ack.sackLeft === ack.sackRight) {
      conversation.send(originator, ACK);
      this.#window = Math.min(this.#window + 2, largestWindowSegments);
      return;
    }
    conversation.selectiveAck(originator, ack.sackLeft, ack.sackRight);
    this.#duplicates += 1;
    const repair = this.#lost !== none && this.#duplicates === duplicatesUntilRetransmission;
    if (repair) this.#retransmitAtUs = nowUs + responderRttUs;
  }

  #retransmit(): void {
    this.#transmit(this.#lost);
    this.#conversation.traffic.retransmissions += 1;
    this.#lost = none;
    this.#retransmitAtUs = never;
    this.#acknowledgeAll();
  }

  #sendOvertaken(): void {
    this.#transmit(this.#sent);
    this.#conversation.traffic.reordered += 1;
    this.#sent += 2;
    this.#sendAtUs = this.#conversation.traffic.schedule.nowUs + this.#paceUs;
    this.#acknowledgeAll();
  }

  #sendNext(): void {
    const { random, schedule } = this.#conversation.traffic;
    const segment = this.#sent;
    this.#transmit(segment);
    this.#sent += 1;
    this.#unacknowledged += 1;
    this.#sendAtUs = schedule.nowUs + this.#paceUs;
    if (this.#lost !== none) {
      this.#acknowledge(this.#startOf(this.#lost), this.#endOf(this.#lost), this.#endOf(segment));
    } else if (random.chance(lossShare)) {
      this.#lost = segment;
      this.#duplicates = 0;
    } else if (this.#unacknowledged === 2 || !this.#maySend) this.#acknowledgeAll();
  }

  #startOf(segment: number): number {
    return (this.#base + segment * this.#conversation.segmentBytes) | 0;
  }

  #endOf(segment: number): number {
    return (this.#base + Math.min((segment + 1) * this.#conversation.segmentBytes, this.#bytes)) | 0;
  }

  #transmit(segment: number): void {
    const start = this.#startOf(segment);
    const flags = segment === this.#segments - 1 ? PSH | ACK : ACK;
    this.#conversation.sendAt(this.#conversation.responder, start, flags, (this.#endOf(segment) - start) | 0);
  }

  #acknowledgeAll(): void {
    this.#acknowledge(this.#endOf(this.#sent - 1), 0, 0);
  }

  #acknowledge(acknowledgment: number, sackLeft: number, sackRight: number): void {
    const { originatorRttUs, responder, traffic } = this.#conversation;
    const atUs = traffic.schedule.nowUs + originatorRttUs;
    this.#acks.push({ atUs, acknowledgment, heardClock: responder.sentClock, sackLeft, sackRight });
    this.#unacknowledged = 0;
  }
}
