/** What the text has shown of one end of a connection. */
export class Side {
  /** The number that tcpdump subtracts from this end's sequence numbers when it prints them; see relative-numbers.ts. */
  base = 0;
  /** Sequence number of its last SYN. */
  initial = 0;
  hasInitial = false;
  /** The sequence number after all that it has sent. */
  next = 0;
  hasNext = false;
  /** Sequence number of the last segment that it sent, RST included. */
  latest = 0;
  /** The last acknowledgment that it sent. */
  acknowledged = 0;
  hasAcknowledged = false;
}

/** How the numbers of a conversation are printed. */
export type NumberReading = 'relative' | 'as-printed';

/** What both directions of one pair of endpoints share. */
export class Conversation {
  /** tcpdump has taken its bases: a segment with ACK was printed. */
  hasBases = false;
  /** The bases come from a SYN-ACK in the text, so they are certain to be those of the printing tcpdump. */
  basesFromHandshake = false;
  reading: NumberReading | undefined;
}

/** One direction between two endpoints: `10.0.0.1.80 > 10.0.0.2.1234` in a segment's terms. */
export class Direction {
  readonly conversation: Conversation;
  readonly sender: Side;
  readonly receiver: Side;
  readonly family: number;
  readonly source: readonly [number, number, number, number];
  readonly destination: readonly [number, number, number, number];
  readonly sourcePort: number;
  readonly destinationPort: number;

  constructor(
    conversation: Conversation,
    sender: Side,
    receiver: Side,
    addresses: Pick<Direction, 'family' | 'source' | 'destination' | 'sourcePort' | 'destinationPort'>,
  ) {
    this.conversation = conversation;
    this.sender = sender;
    this.receiver = receiver;
    this.family = addresses.family;
    this.source = addresses.source;
    this.destination = addresses.destination;
    this.sourcePort = addresses.sourcePort;
    this.destinationPort = addresses.destinationPort;
  }
}
