import { originatorAddress, responderAddress, withClosedPort } from './addresses.ts';
import { End } from './end.ts';
import { ACK, FIN, RST, SYN } from './tcp-flags.ts';
import {
  OPTIONS_NONE,
  OPTIONS_SYN,
  OPTIONS_SYN_PLAIN,
  OPTIONS_TIMESTAMPS,
  OPTIONS_TIMESTAMPS_SACK,
} from './tcp-options.ts';
import type { Traffic } from './traffic.ts';

const plainWindow = 64_240;
const ipv6Share = 0.1;
const vlanShare = 0.02;
const plainShare = 0.05;
/** The firewall stands beside the vantage, so the TTL of what it sends has lost nothing, unlike its responders'. */
const firewallTtl = 64;

const routerMac = [0x02, 0, 0, 0, 0, 0x01];
const firewallMac = [0x02, 0, 0, 0, 0, 0x02];

export interface ConversationOptions {
  /** False: neither timestamps nor window scaling nor SACK, as some load balancers connect. Left out: drawn. */
  readonly timestamps?: boolean;
  readonly closedPort?: boolean;
}

/**
 * One TCP connection as seen from the vantage: between the originators' router and the firewall before the responders.
 *
 *     originator --- routers --- [vantage] --- firewall --- responder
 *          |<-- originatorRttUs -->|<-- responderRttUs -->|
 */
export class Conversation {
  readonly traffic: Traffic;
  readonly originator: End;
  readonly responder: End;
  readonly timestamps: boolean;
  /** From a segment at the vantage to the answer of that end at the vantage. */
  readonly originatorRttUs: number;
  readonly responderRttUs: number;
  readonly segmentBytes: number;
  stream = -1;
  #resetFrames: number[] = [];

  constructor(traffic: Traffic, options: ConversationOptions = {}) {
    const random = traffic.random;
    this.traffic = traffic;
    const family = random.chance(ipv6Share) ? 6 : 4;
    const from = originatorAddress(traffic.originators, family);
    traffic.originators += 1;
    const listening = responderAddress(random.integer(0, 31), family);
    const to = options.closedPort === true ? withClosedPort(listening) : listening;
    const vlan = random.chance(vlanShare) ? random.integer(2, 5) : 0;
    this.originator = new End(from, to, ethernet(routerMac, firewallMac, vlan, family), random);
    this.responder = new End(to, from, ethernet(firewallMac, routerMac, vlan, family), random);
    this.timestamps = options.timestamps ?? !random.chance(plainShare);
    this.originatorRttUs = random.between(5_000, 80_000);
    this.responderRttUs = random.between(120, 500);
    this.segmentBytes = (family === 4 ? 1_460 : 1_440) - (this.timestamps ? 12 : 0);
    if (!this.timestamps) {
      this.originator.window = plainWindow;
      this.responder.window = plainWindow;
    }
  }

  peer(end: End): End {
    return end === this.originator ? this.responder : this.originator;
  }

  /** The end has received everything that its peer sent so far. */
  hear(end: End): void {
    const peer = this.peer(end);
    end.expected = peer.next;
    end.heardClock = peer.sentClock;
  }

  syn(): void {
    this.stream = this.traffic.open();
    this.originator.next = (this.originator.next + 1) | 0;
    this.repeatSyn();
  }

  repeatSyn(): void {
    const end = this.originator;
    this.#write(end, SYN, (end.next - 1) | 0, 0, plainWindow, this.#takeIpId(end), this.#synOptions);
  }

  /** A SYN-ACK of Linux has IP ID 0. */
  synAck(): void {
    const responder = this.responder;
    this.hear(responder);
    const window = this.timestamps ? 65_160 : plainWindow;
    this.#write(responder, SYN | ACK, responder.next, responder.expected, window, 0, this.#synOptions);
    responder.next = (responder.next + 1) | 0;
  }

  /** The next segment of an established end: payload, FIN or a bare ACK. Acknowledges what the end has heard. */
  send(end: End, flags: number, payloadBytes = 0): void {
    this.#write(end, flags | ACK, end.next, end.expected, end.window, this.#takeIpId(end), this.#options, payloadBytes);
    end.next = (end.next + payloadBytes + (flags & FIN)) | 0;
  }

  /** A segment with another sequence number than the next one: reordered or retransmitted. */
  sendAt(end: End, sequence: number, flags: number, payloadBytes: number): void {
    this.#write(end, flags | ACK, sequence, end.expected, end.window, this.#takeIpId(end), this.#options, payloadBytes);
  }

  selectiveAck(end: End, left: number, right: number): void {
    if (!this.timestamps) {
      this.send(end, ACK);
      return;
    }
    this.traffic.writer.sackLeft = left;
    this.traffic.writer.sackRight = right;
    this.traffic.selectiveAcks += 1;
    this.#write(end, ACK, end.next, end.expected, end.window, this.#takeIpId(end), OPTIONS_TIMESTAMPS_SACK);
  }

  /** The ACK with which a TIME_WAIT answers: not from the socket any more, so its IP ID is 0. */
  timeWaitAck(end: End): void {
    this.#write(end, ACK, end.next, end.expected, end.window, 0, this.#options);
  }

  /** Kind A: a host without a usable socket answers a segment that carries `acknowledgment`. */
  resetWithoutSocket(end: End, acknowledgment: number): void {
    this.#resetBare(end, RST, acknowledgment, 0, end.ttl);
  }

  /** Kind A in the responder's name, made by the firewall beside the vantage. */
  resetByFirewall(acknowledgment: number): void {
    this.#resetBare(this.responder, RST, acknowledgment, 0, firewallTtl);
  }

  /** Kind B: a SYN to a closed port. */
  refuse(): void {
    this.#resetBare(this.responder, RST | ACK, 0, this.originator.next, this.responder.ttl);
  }

  /** Kind C: the host of a live socket aborts it. */
  abort(end: End): void {
    const ipId = this.#takeIpId(end);
    this.#resetFrames.push(this.#write(end, RST | ACK, end.next, end.expected, end.window, ipId, this.#options));
  }

  /** A balancer gives up its SYN: RST+ACK, the sequence number after the SYN's, its own IP ID. */
  giveUpSyn(): void {
    const end = this.originator;
    this.#resetFrames.push(this.#write(end, RST | ACK, end.next, 0, 0, this.#takeIpId(end), OPTIONS_NONE));
  }

  /** The same 4-tuple again, as a connection of its own. The responder's state is left as TIME_WAIT keeps it. */
  reopen(initialSequence: number): void {
    this.stream = -1;
    this.#resetFrames = [];
    this.originator.next = initialSequence;
    this.originator.heardClock = 0;
    this.originator.ipId = this.traffic.random.integer(0, 0xffff);
  }

  /** No more frames will come; a connection with a RST is entered into the truth. */
  end(shape: string, cause: string): void {
    this.traffic.close();
    if (this.#resetFrames.length === 0) return;
    this.traffic.resets.push({ shape, cause, stream: this.stream, resetFrames: this.#resetFrames });
  }

  #takeIpId(end: End): number {
    const ipId = end.ipId;
    end.ipId = (ipId + 1) & 0xffff;
    return ipId;
  }

  get #options(): number {
    return this.timestamps ? OPTIONS_TIMESTAMPS : OPTIONS_NONE;
  }

  get #synOptions(): number {
    return this.timestamps ? OPTIONS_SYN : OPTIONS_SYN_PLAIN;
  }

  #write(
    end: End,
    flags: number,
    sequence: number,
    acknowledgment: number,
    window: number,
    ipId: number,
    options: number,
    payloadBytes = 0,
    ttl = end.ttl,
  ): number {
    const traffic = this.traffic;
    const nowUs = traffic.schedule.nowUs;
    if (traffic.lastStream === this.stream) traffic.sameConnectionFrames += 1;
    traffic.lastStream = this.stream;
    end.sentClock = (end.clockMs + Math.floor(nowUs / 1_000)) | 0;
    return traffic.writer.segment(
      nowUs,
      end,
      flags,
      sequence,
      acknowledgment,
      window,
      ipId,
      ttl,
      options,
      payloadBytes,
    );
  }

  /** A RST that no socket sent: IP ID 0, window 0, no options. */
  #resetBare(end: End, flags: number, sequence: number, acknowledgment: number, ttl: number): void {
    this.#resetFrames.push(this.#write(end, flags, sequence, acknowledgment, 0, 0, OPTIONS_NONE, 0, ttl));
  }
}

function ethernet(source: readonly number[], destination: readonly number[], vlan: number, family: 4 | 6): Uint8Array {
  const type = family === 4 ? [0x08, 0x00] : [0x86, 0xdd];
  const tag = vlan === 0 ? [] : [0x81, 0x00, 0x00, vlan];
  return Uint8Array.from([...destination, ...source, ...tag, ...type]);
}
