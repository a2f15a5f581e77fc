import { ACK, FIN, PSH, RST, SYN, URG } from '@fivewhys/capture';
import { type Connection, distance, type KeptSegment, type Reset } from '@fivewhys/connections';
import { remembered } from '@fivewhys/evidence';
import { count, duration, flagsText } from '../phrases.ts';
import { otherSide } from '../subject.ts';

/** A segment that connection tracking calls INVALID, or older kernels called so. */
export interface OddSegment {
  readonly segment: KeptSegment;
  /** What is odd about it, with the numbers. */
  readonly because: string;
  /** Whether kernels from about 6.1 on take it all the same: they translate an old duplicate. */
  readonly oldDuplicate: boolean;
}

/** Segments looked at before a RST, and how old they may be: what is answered is answered within a round trip. */
const lookBack = 8;
const mostElapsedNs = 1e9;
/** Combinations that tcp_valid_flags of nf_conntrack_proto_tcp.c lets pass, without PSH. */
const validFlags = new Set([SYN, SYN | URG, SYN | ACK, RST, RST | ACK, FIN | ACK, FIN | ACK | URG, ACK, ACK | URG]);

/** The newest odd segment that a kind A RST may answer: its ack field is the RST's number. */
export const oddSegmentBefore = remembered((connection: Connection, reset: Reset): OddSegment | undefined => {
  const receiver = otherSide(reset.from);
  const before = connection.segments.filter(({ frame, from }) => frame < reset.frame && from === receiver);
  for (const segment of before.slice(-lookBack).reverse()) {
    if (reset.instantNs - segment.instantNs > mostElapsedNs) return undefined;
    if ((segment.flags & ACK) !== 0 && segment.acknowledgment !== reset.sequence) continue;
    const odd = oddity(connection, segment);
    if (odd !== undefined) return { segment, ...odd };
  }
  return undefined;
});

function oddity(connection: Connection, segment: KeptSegment): Omit<OddSegment, 'segment'> | undefined {
  const flags = segment.flags & (SYN | ACK | FIN | RST | URG);
  if (!validFlags.has(flags)) {
    return { because: `its flags are ${flagsText(segment.flags & ~PSH)}, which no TCP sends`, oldDuplicate: false };
  }
  if ((segment.flags & SYN) !== 0) return undefined;
  const earlier = connection.segments.filter(({ frame }) => frame < segment.frame);
  const other = otherSide(segment.from);
  const { windowScale = 0 } = connection.half[other];
  const scale = connection.half[segment.from].windowScale === undefined ? 0 : windowScale;
  const end = (segment.sequence + segment.payloadBytes) >>> 0;
  let bound: number | undefined;
  let acknowledged: number | undefined;
  for (const { from, flags: theirs, acknowledgment, window } of earlier) {
    if (from !== other || (theirs & (ACK | RST)) !== ACK) continue;
    const right = (acknowledgment + window * ((theirs & SYN) === 0 ? 2 ** scale : 1)) >>> 0;
    if (bound === undefined || distance(right, bound) > 0) bound = right;
    if (acknowledged === undefined || distance(acknowledgment, acknowledged) > 0) acknowledged = acknowledgment;
  }
  // How windows are scaled, the SYNs tell alone.
  const { synFrame, synAckFrame } = connection.handshake;
  const isScaleKnown = synFrame !== undefined && synAckFrame !== undefined;
  if (isScaleKnown && bound !== undefined && distance(end, bound) > 0) {
    return {
      because: `it ends at ${end}, ${count(distance(end, bound))} bytes beyond the window (up to ${bound})`,
      oldDuplicate: false,
    };
  }
  if (segment.payloadBytes > 1 && acknowledged !== undefined && distance(end, acknowledged) <= 0) {
    const first = earlier.find(
      ({ from, sequence, payloadBytes }) => from === segment.from && payloadBytes > 0 && sequence === segment.sequence,
    );
    const age =
      first === undefined
        ? ''
        : `, first sent ${duration(segment.instantNs - first.instantNs)} before (frame ${first.frame})`;
    return {
      because: `it ends at ${end}, and everything up to ${acknowledged} had been acknowledged: an old duplicate${age}`,
      oldDuplicate: true,
    };
  }
  return undefined;
}
