import {
  ACK,
  FIN,
  IcmpError,
  OPTION_MSS,
  OPTION_SACK_PERMITTED,
  OPTION_TIMESTAMPS,
  OPTION_WINDOW_SCALE,
  PSH,
  parseIpv4,
  parseIpv6,
  RST,
  Segment,
  SYN,
} from '@fivewhys/capture';
import { type Connection, describeConnection, type Side, Tracker } from '@fivewhys/connections';

/** Fields of a segment that a test wants otherwise than the story would have them. Sequence numbers may be given unsigned. */
export type SegmentFields = Partial<Segment> & {
  /** What the segment carries; `payloadBytes` follows from it. */
  readonly payload?: Uint8Array;
};

export interface StoryFields {
  readonly originator?: string;
  readonly responder?: string;
  readonly originatorPort?: number;
  readonly responderPort?: number;
  /** Initial sequence numbers. */
  readonly originatorIsn?: number;
  readonly responderIsn?: number;
  /** Both ends send timestamps; on unless said. */
  readonly timestamps?: boolean;
  /** Shift of both ends' windows; 7 unless said, undefined for none. */
  readonly windowScale?: number | undefined;
}

/** One end as the story goes on. Sequence numbers are signed, as in Segment. */
interface End {
  isn: number;
  next: number;
  window: number;
  ttl: number;
  ipId: number;
  clock: number;
  /** The peer's last timestamp. */
  echo: number;
}

interface Step {
  readonly segment?: Segment;
  readonly payload?: Uint8Array;
  readonly icmpError?: IcmpError;
}

/** What the tracker made of a story. */
export interface Told {
  /** In the order of streams. */
  readonly connections: readonly Connection[];
  readonly tracker: Tracker;
}

const millisecondNs = 1e6;

/**
 * Tells a TCP connection segment by segment, as a capture would show it: numbers, windows, TTLs, IP IDs and timestamps go on by themselves, and each step can
 * be given fields of its own.
 *
 *     const { connections } = story().handshake().data('originator', 100).ack('responder').reset('responder').track();
 *
 * Frames are numbered from 1, a millisecond apart. Every method returns the story.
 */
export class Story {
  readonly steps: Step[] = [];
  #fields: StoryFields;
  #ends: Readonly<Record<Side, End>>;
  #nowNs = 0;
  #frame = 0;
  #isSeen = true;

  constructor(fields: StoryFields) {
    this.#fields = fields;
    this.#ends = newEnds(fields);
  }

  /** The ends as they are now, to compute numbers from. */
  get ends(): Readonly<Record<Side, Readonly<End>>> {
    return this.#ends;
  }

  /** The number of the frame told last. */
  get frame(): number {
    return this.#frame;
  }

  /** Goes on with another connection: the same ends and ports unless said otherwise, with other initial sequence numbers. */
  again(fields: StoryFields = {}): this {
    const { originatorIsn = this.#ends.originator.isn + 100_000, responderIsn = this.#ends.responder.isn + 100_000 } =
      fields;
    this.#fields = { ...this.#fields, ...fields, originatorIsn, responderIsn };
    this.#ends = newEnds(this.#fields);
    return this;
  }

  wait(ms: number): this {
    this.#nowNs += ms * millisecondNs;
    return this;
  }

  /** What `tell` tells happens, but the capture does not hold it. */
  unseen(tell: (story: this) => void): this {
    this.#isSeen = false;
    tell(this);
    this.#isSeen = true;
    return this;
  }

  syn(fields: SegmentFields = {}): this {
    const { originator } = this.#ends;
    originator.next = (originator.isn + 1) | 0;
    return this.#handshakeSegment('originator', { flags: SYN, sequence: originator.isn, acknowledgment: 0, ...fields });
  }

  synAck(fields: SegmentFields = {}): this {
    const { responder } = this.#ends;
    responder.next = (responder.isn + 1) | 0;
    return this.#handshakeSegment('responder', { flags: SYN | ACK, sequence: responder.isn, ...fields });
  }

  handshake(): this {
    return this.syn().synAck().ack('originator');
  }

  ack(from: Side, fields: SegmentFields = {}): this {
    return this.segment(from, fields);
  }

  /** Sends `payloadBytes` and moves on. */
  data(from: Side, payloadBytes: number, fields: SegmentFields = {}): this {
    const end = this.#ends[from];
    this.segment(from, { flags: ACK | PSH, payloadBytes, ...fields });
    end.next = (end.next + payloadBytes) | 0;
    return this;
  }

  /** Sends again what lies `back` bytes before the highest number: a retransmission. */
  resend(from: Side, back: number, payloadBytes: number, fields: SegmentFields = {}): this {
    const sequence = this.#ends[from].next - back;
    return this.segment(from, { flags: ACK | PSH, payloadBytes, sequence, ...fields });
  }

  fin(from: Side, fields: SegmentFields = {}): this {
    const end = this.#ends[from];
    this.segment(from, { flags: ACK | FIN, ...fields });
    end.next = (end.next + (fields.payloadBytes ?? 0) + 1) | 0;
    return this;
  }

  /** FIN, FIN and the last ACK, begun by one end. */
  close(first: Side): this {
    return this.fin(first).fin(opposite(first)).ack(first);
  }

  /** A RST as a live socket sends it when it is aborted: RST+ACK with its own numbers, window and timestamps (kind C). */
  abort(from: Side, fields: SegmentFields = {}): this {
    return this.segment(from, { flags: RST | ACK, ...fields });
  }

  /**
   * A RST as a host without a socket answers with (kinds A and B): the numbers of the other end's last segment, no options, window 0, IP ID 0, DF.
   */
  reset(from: Side, fields: SegmentFields = {}): this {
    const peer = this.#ends[opposite(from)];
    const own = this.#ends[from];
    const answered = this.#lastSegmentOf(opposite(from));
    const numbers =
      answered === undefined || (answered.flags & ACK) !== 0
        ? { flags: RST, sequence: answered?.acknowledgment ?? own.next, acknowledgment: 0 }
        : { flags: RST | ACK, sequence: 0, acknowledgment: peer.next };
    return this.segment(from, { ...numbers, ...bareReply, ...fields });
  }

  /** An ICMP error that quotes the last segment of `about`. */
  icmp(about: Side, fields: Partial<IcmpError> = {}): this {
    const quoted = this.#lastSegmentOf(about) ?? this.#blank(about);
    const error = new IcmpError();
    const { source0, source1, source2, source3, destination0, destination1, destination2, destination3 } = quoted;
    Object.assign(error, {
      frame: this.#nextFrame(),
      instantNs: this.#nowNs,
      family: quoted.family,
      type: 3,
      code: 1,
      ttl: 60,
      source0,
      source1,
      source2,
      source3: source3 + 1000,
      quotedSource0: source0,
      quotedSource1: source1,
      quotedSource2: source2,
      quotedSource3: source3,
      quotedDestination0: destination0,
      quotedDestination1: destination1,
      quotedDestination2: destination2,
      quotedDestination3: destination3,
      quotedSourcePort: quoted.sourcePort,
      quotedDestinationPort: quoted.destinationPort,
      quotedSequence: quoted.sequence,
      ...fields,
    });
    this.#tell({ icmpError: error });
    return this;
  }

  /** The same packet once more, as on the next interface: TTL one lower unless said, at once unless said. */
  copy(fields: SegmentFields = {}): this {
    const last = this.steps.findLast(({ segment }) => segment !== undefined);
    if (last?.segment === undefined) throw new Error('nothing to copy yet');
    const { segment, payload } = last;
    this.#frame += 1;
    const copy = {
      ...segment,
      frame: this.#frame,
      instantNs: segment.instantNs + 10_000,
      ttl: segment.ttl - 1,
      ...fields,
    };
    this.#tell({ segment: Object.assign(new Segment(), copy), ...(payload === undefined ? {} : { payload }) });
    return this;
  }

  /** Any segment: an ACK of all that the peer sent, unless said otherwise. It moves no numbers. */
  segment(from: Side, { payload, ...fields }: SegmentFields = {}): this {
    const end = this.#ends[from];
    const peer = this.#ends[opposite(from)];
    const segment = this.#blank(from);
    segment.frame = this.#nextFrame();
    segment.instantNs = this.#nowNs;
    segment.flags = ACK;
    segment.sequence = end.next;
    segment.acknowledgment = peer.next;
    segment.window = end.window;
    segment.ttl = end.ttl;
    segment.dontFragment = 1;
    if (fields.ipId === undefined) end.ipId = (end.ipId + 1) & 0xffff;
    segment.ipId = segment.family === 6 ? -1 : end.ipId;
    if (this.#fields.timestamps !== false) {
      segment.options = OPTION_TIMESTAMPS;
      segment.timestampValue = (end.clock + this.#nowNs / millisecondNs) | 0;
      segment.timestampEcho = end.echo;
    }
    if (payload !== undefined) segment.payloadBytes = payload.length;
    segment.capturedPayloadBytes = fields.payloadBytes ?? segment.payloadBytes;
    Object.assign(segment, fields);
    if ((segment.options & OPTION_TIMESTAMPS) === 0) segment.timestampValue = segment.timestampEcho = 0;
    else peer.echo = segment.timestampValue;
    segment.sequence |= 0;
    segment.acknowledgment |= 0;
    this.#tell({ segment, ...(payload === undefined ? {} : { payload }) });
    return this;
  }

  /** Hands all steps to a tracker. */
  track(): Told {
    return track(this.steps);
  }

  /** Tracks the story, of which it is known that it is one connection. */
  connection(): Connection {
    const { connections } = this.track();
    const [connection] = connections;
    if (connection === undefined || connections.length > 1)
      throw new Error(`${connections.length} connections, not one`);
    return connection;
  }

  #handshakeSegment(from: Side, fields: SegmentFields): this {
    const windowScale = 'windowScale' in this.#fields ? this.#fields.windowScale : 7;
    const options =
      OPTION_MSS |
      OPTION_SACK_PERMITTED |
      (windowScale === undefined ? 0 : OPTION_WINDOW_SCALE) |
      (this.#fields.timestamps === false ? 0 : OPTION_TIMESTAMPS);
    return this.segment(from, { mss: 1460, window: 64_240, windowScale: windowScale ?? 0, options, ...fields });
  }

  #blank(from: Side): Segment {
    const {
      originator = '10.0.0.1',
      responder = '10.0.0.2',
      originatorPort = 40_000,
      responderPort = 443,
    } = this.#fields;
    const segment = new Segment();
    const [source, destination] = from === 'originator' ? [originator, responder] : [responder, originator];
    segment.family = source.includes(':') ? 6 : 4;
    [segment.source0, segment.source1, segment.source2, segment.source3] = wordsOf(source);
    [segment.destination0, segment.destination1, segment.destination2, segment.destination3] = wordsOf(destination);
    segment.sourcePort = from === 'originator' ? originatorPort : responderPort;
    segment.destinationPort = from === 'originator' ? responderPort : originatorPort;
    return segment;
  }

  #lastSegmentOf(side: Side): Segment | undefined {
    const { sourcePort, source3 } = this.#blank(side);
    return this.steps.findLast(({ segment }) => segment?.sourcePort === sourcePort && segment.source3 === source3)
      ?.segment;
  }

  #nextFrame(): number {
    this.#nowNs += millisecondNs;
    if (this.#isSeen) this.#frame += 1;
    return this.#frame;
  }

  #tell(step: Step): void {
    if (this.#isSeen) this.steps.push(step);
  }
}

export function story(fields: StoryFields = {}): Story {
  return new Story(fields);
}

/** Hands steps to a new tracker. As from a reader, there is one Segment, filled anew for each. */
export function track(steps: readonly Step[]): Told {
  const connections: Connection[] = [];
  const tracker = new Tracker((source, slot) => connections.push(describeConnection(source, slot, [])));
  const reused = new Segment();
  for (const { segment, payload, icmpError } of steps) {
    if (segment !== undefined) tracker.segment(Object.assign(reused, segment), payload ?? new Uint8Array(0));
    if (icmpError !== undefined) tracker.icmpError(icmpError);
  }
  tracker.end();
  connections.sort((a, b) => a.stream - b.stream);
  return { connections, tracker };
}

export function opposite(side: Side): Side {
  return side === 'originator' ? 'responder' : 'originator';
}

/** How Linux sends a RST for which there is no socket. */
const bareReply: SegmentFields = { window: 0, options: 0, ipId: 0, dontFragment: 1 };

function newEnds({ originatorIsn = 1_000_000, responderIsn = 7_000_000 }: StoryFields): Record<Side, End> {
  const end = (isn: number, ttl: number, clock: number): End => {
    return { isn: isn | 0, next: isn | 0, window: 501, ttl, ipId: (clock >>> 4) & 0x7fff, clock, echo: 0 };
  };
  return { originator: end(originatorIsn, 64, 300_000), responder: end(responderIsn, 57, 900_000) };
}

function wordsOf(address: string): [number, number, number, number] {
  const v4 = parseIpv4(address);
  if (v4 !== undefined) return [0, 0, 0, v4];
  const v6 = parseIpv6(address);
  if (v6 === undefined) throw new Error(`${address} is no address`);
  return [...v6];
}
