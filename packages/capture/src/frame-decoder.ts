import { FrameTable, mostFrames } from './frame-table.ts';
import { IcmpError } from './icmp-error.ts';
import {
  BSD_NULL,
  BY_ETHER_TYPE,
  BY_IP_PROTOCOL,
  BY_LINK_TYPE,
  BY_PPP_PROTOCOL,
  CISCO_HDLC,
  CUT,
  ERSPAN_II,
  ERSPAN_III,
  ETHERNET,
  FRAGMENT_HIDING_TCP,
  FRAME_RELAY,
  GENEVE,
  GRE,
  GTP_U,
  ICMP,
  ICMP_ERROR,
  ICMPV6,
  IEEE_802_11,
  IP,
  IPOIB,
  IPV4,
  IPV6,
  LINUX_SLL,
  LINUX_SLL2,
  LLC,
  MALFORMED,
  MPLS,
  NFLOG,
  PPI,
  PPP,
  PPPOE,
  RADIOTAP,
  SEGMENT,
  TCP,
  TEREDO,
  UDP,
  UNDECODED,
  VXLAN,
} from './layer.ts';
import { decodeBsdNull } from './link/bsd-null.ts';
import { decodeByEtherType, decodeMpls, decodePppoe } from './link/ether-type.ts';
import { decodeEthernet } from './link/ethernet.ts';
import { firstLayerOf } from './link/link-type.ts';
import { decodeLinuxSll, decodeLinuxSll2 } from './link/linux-cooked.ts';
import { decodeNflog } from './link/nflog.ts';
import { decodeCiscoHdlc, decodeFrameRelay, decodeIpoib, decodeLlc } from './link/point-to-point.ts';
import { decodeByPppProtocol, decodePpp } from './link/ppp.ts';
import { decodeIeee80211, decodePpi, decodeRadiotap } from './link/wireless.ts';
import { decodeIcmp, decodeIcmpv6 } from './network/icmp.ts';
import { decodeByIpProtocol } from './network/ip-protocol.ts';
import { decodeIp, decodeIpv4 } from './network/ipv4.ts';
import { decodeIpv6 } from './network/ipv6.ts';
import { Packet } from './packet.ts';
import { hasRing, type RingSink } from './packet-ring.ts';
import type { FrameListener, ReaderContext } from './reader-context.ts';
import { decodeTcp } from './transport/tcp.ts';
import { decodeUdp } from './transport/udp.ts';
import { decodeErspanII, decodeErspanIII, decodeGre } from './tunnel/gre.ts';
import { decodeGeneve, decodeGtpU, decodeTeredo, decodeVxlan } from './tunnel/udp-tunnels.ts';
import { mostUsualPositions, type PcapRecords, UsualSegments } from './usual-segments.ts';

/** Steps through one frame's headers; more is a loop that somebody built on purpose. */
const mostLayers = 64;

/** An original length beyond this is made up (BIG TCP's frames end at 512 KiB); it would not fit into a segment's payload length. */
const mostOriginalBytes = 16 * 1024 * 1024;

/** Decodes frames of one capture and hands what it finds to the context's sink. */
export class FrameDecoder {
  /** The frames to decode next. */
  readonly frames: FrameTable;
  readonly #context: ReaderContext;
  readonly #packet = new Packet(new IcmpError());
  readonly #ringSink: RingSink | undefined;
  readonly #usual: UsualSegments | undefined;
  /** Of the last `decodeRecords`: how many there were, and seconds since 1970 of the newest that it ever decoded. */
  decodedRecords = 0;
  lastSeconds = 0;
  /** Of the frame that is being decoded, by its index. */
  #index = 0;

  constructor(context: ReaderContext) {
    this.#context = context;
    this.#ringSink = hasRing(context.sink) ? context.sink : undefined;
    this.frames = this.#ringSink?.ring.frames ?? new FrameTable();
    this.#usual = this.#ringSink && new UsualSegments(this.#ringSink.ring);
  }

  /** The bytes in which the following frames lie. */
  setBytes(bytes: Uint8Array): void {
    if (this.#packet.bytes === bytes) return;
    this.#packet.bytes = bytes;
    this.#packet.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Decodes all frames of the table, in their order, and empties it. To be called before the bytes change, and before anything is noted that came behind these frames. */
  decodeAll(): void {
    const { frames } = this;
    if (this.#context.frameListener !== undefined) this.#tellListener(this.#context.frameListener);
    this.#context.tallies.frames += frames.count;
    let index = 0;
    for (;;) {
      if (this.#ringSink !== undefined && this.#usual?.canRead(this.#packet.bytes)) {
        index = this.#writeUsual(this.#ringSink, this.#usual, index);
      }
      if (index >= frames.count) break;
      this.#decode(index);
      index += 1;
    }
    frames.count = 0;
  }

  /**
   * Writes the usual frames of a pcap file's records into the sink's ring at once, where that can be: else it does nothing, and the frames go by the table. To be called while the table is empty.
   *
   * @returns where the record begins that is not whole, or whose frame goes by the table
   */
  decodeRecords(records: PcapRecords, start: number, end: number, firstFrame: number): number {
    const sink = this.#ringSink;
    const usual = this.#usual;
    const { bytes, view, segment } = this.#packet;
    this.decodedRecords = 0;
    if (sink === undefined || !usual?.canRead(bytes) || this.#context.frameListener !== undefined) return start;
    sink.makeRoom(mostFrames * mostUsualPositions);
    const reached = usual.writeRecords(records, view, start, end, firstFrame, mostFrames, segment);
    const { tallies } = this.#context;
    this.decodedRecords = usual.written;
    this.lastSeconds = usual.seconds;
    tallies.frames += usual.written;
    tallies.tcpFrames += usual.written;
    tallies.segments += usual.written;
    sink.written();
    return reached;
  }

  #tellListener(listener: FrameListener): void {
    const { offset, capturedBytes, originalBytes, instantNs, frame, interfaceId, recordOffset, count } = this.frames;
    for (let index = 0; index < count; index += 1) {
      listener.frame(
        this.#packet.bytes,
        offset[index],
        capturedBytes[index],
        originalBytes[index],
        instantNs[index],
        frame[index],
        interfaceId[index],
        recordOffset[index],
      );
    }
  }

  /** Of a sink with a ring, usual frames are written into it at once. Returns the index of the first frame that is another, or the count. */
  #writeUsual(sink: RingSink, usual: UsualSegments, first: number): number {
    const { frames } = this;
    const { view, segment } = this.#packet;
    const { tallies } = this.#context;
    sink.makeRoom((frames.count - first) * mostUsualPositions);
    const end = usual.write(view, first, segment);
    tallies.tcpFrames += end - first;
    tallies.segments += end - first;
    sink.written();
    return end;
  }

  #decode(index: number): void {
    const { frames } = this;
    const packet = this.#packet;
    const { segment } = packet;
    this.#index = index;
    const offset = frames.offset[index];
    const capturedBytes = frames.capturedBytes[index];
    const originalBytes = frames.originalBytes[index];
    packet.offset = offset;
    packet.end = offset + capturedBytes;
    const isPlausible = originalBytes > capturedBytes && originalBytes <= mostOriginalBytes;
    packet.wireEnd = offset + (isPlausible ? originalBytes : capturedBytes);
    packet.offloaded = false;
    segment.frame = frames.frame[index];
    segment.instantNs = frames.instantNs[index];
    segment.interfaceId = frames.interfaceId[index];
    segment.tunnels = 0;
    segment.linkSourceHigh = 0;
    segment.linkSourceLow = 0;
    const outcome = walkLayers(packet, frames.firstLayer[index]);
    if (outcome === SEGMENT) {
      this.#context.tallies.tcpFrames += 1;
      this.#deliverSegment();
    } else {
      this.#notDelivered(outcome);
    }
    if (packet.pending.length > 0) this.#decodePending(outcome === SEGMENT);
  }

  #deliverSegment(): void {
    const packet = this.#packet;
    const { tallies, sink, damage } = this.#context;
    tallies.segments += 1;
    if (packet.segment.malformed !== 0) {
      damage.add({
        offsetBytes: this.frames.recordOffset[this.#index],
        frame: packet.segment.frame,
        reason: packet.malformed,
      });
    }
    if (packet.offloaded) tallies.offloadedSegments += 1;
    if (packet.firstFragment) tallies.firstFragments += 1;
    sink.segment(packet.segment, packet.bytes);
  }

  #notDelivered(outcome: number): void {
    const packet = this.#packet;
    const { tallies, sink, damage, withoutTcp } = this.#context;
    const { instantNs } = packet.segment;
    const isTimed = this.frames.isTimed[this.#index] === 1;
    if (isTimed && instantNs < withoutTcp.firstInstantNs) withoutTcp.firstInstantNs = instantNs;
    if (isTimed && instantNs > withoutTcp.lastInstantNs) withoutTcp.lastInstantNs = instantNs;
    switch (outcome) {
      case ICMP_ERROR:
        tallies.icmpErrors += 1;
        packet.icmpError.frame = packet.segment.frame;
        packet.icmpError.instantNs = packet.segment.instantNs;
        sink.icmpError(packet.icmpError);
        return;
      case CUT:
        tallies.cutHeaders += 1;
        return;
      case FRAGMENT_HIDING_TCP:
        tallies.fragmentsHidingTcp += 1;
        return;
      case MALFORMED:
        tallies.malformedFrames += 1;
        damage.add({
          offsetBytes: this.frames.recordOffset[this.#index],
          frame: packet.segment.frame,
          reason: packet.malformed,
        });
        return;
      default:
        tallies.undecodedFrames += 1;
    }
  }

  /** The further packets of an aggregated frame; each may hold a segment of its own. */
  #decodePending(hadSegment: boolean): void {
    const packet = this.#packet;
    const pending = packet.pending.splice(0);
    let counted = hadSegment;
    for (let index = 0; index + 1 < pending.length; index += 2) {
      packet.offset = pending[index];
      packet.end = pending[index + 1];
      packet.wireEnd = packet.end;
      packet.offloaded = false;
      packet.segment.tunnels = packet.pendingTunnels;
      const outcome = walkLayers(packet, LLC);
      packet.pending.length = 0;
      if (outcome !== SEGMENT) {
        this.#notDelivered(outcome);
        continue;
      }
      if (!counted) this.#context.tallies.tcpFrames += 1;
      counted = true;
      this.#deliverSegment();
    }
  }
}

function walkLayers(packet: Packet, firstLayer: number): number {
  let layer = firstLayer;
  for (let steps = 0; steps < mostLayers; steps += 1) {
    if (layer < ETHERNET) return layer;
    layer = decodeLayer(packet, layer);
  }
  packet.malformed = `more than ${mostLayers} nested headers`;
  return MALFORMED;
}

function decodeLayer(packet: Packet, layer: number): number {
  switch (layer) {
    case ETHERNET:
      return decodeEthernet(packet);
    case BY_ETHER_TYPE:
      return decodeByEtherType(packet);
    case IPV4:
      return decodeIpv4(packet);
    case BY_IP_PROTOCOL:
      return decodeByIpProtocol(packet);
    case TCP:
      return decodeTcp(packet);
    case IPV6:
      return decodeIpv6(packet);
    case UDP:
      return decodeUdp(packet);
    case IP:
      return decodeIp(packet);
    case LINUX_SLL:
      return decodeLinuxSll(packet);
    case LINUX_SLL2:
      return decodeLinuxSll2(packet);
    case BSD_NULL:
      return decodeBsdNull(packet);
    case BY_LINK_TYPE:
      return firstLayerOf(packet.protocol);
    case PPP:
      return decodePpp(packet);
    case BY_PPP_PROTOCOL:
      return decodeByPppProtocol(packet);
    case CISCO_HDLC:
      return decodeCiscoHdlc(packet);
    case FRAME_RELAY:
      return decodeFrameRelay(packet);
    case NFLOG:
      return decodeNflog(packet);
    case PPI:
      return decodePpi(packet);
    case IPOIB:
      return decodeIpoib(packet);
    case LLC:
      return decodeLlc(packet);
    case IEEE_802_11:
      return decodeIeee80211(packet);
    case RADIOTAP:
      return decodeRadiotap(packet);
    case MPLS:
      return decodeMpls(packet);
    case PPPOE:
      return decodePppoe(packet);
    case ICMP:
      return decodeIcmp(packet);
    case ICMPV6:
      return decodeIcmpv6(packet);
    case GRE:
      return decodeGre(packet);
    case VXLAN:
      return decodeVxlan(packet);
    case GENEVE:
      return decodeGeneve(packet);
    case TEREDO:
      return decodeTeredo(packet);
    case GTP_U:
      return decodeGtpU(packet);
    case ERSPAN_II:
      return decodeErspanII(packet);
    case ERSPAN_III:
      return decodeErspanIII(packet);
    default:
      return UNDECODED;
  }
}
