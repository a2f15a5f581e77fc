import { IcmpError } from '../../icmp-error.ts';
import type { ReaderContext } from '../../reader-context.ts';
import { Segment } from '../../segment.ts';
import type { Direction } from '../../text/direction.ts';
import { DirectionTable } from '../../text/direction-table.ts';
import { NameTable } from '../../text/name-table.ts';
import { fillIcmpError } from './icmp-fields.ts';
import type { IcmpMessage } from './icmp-message.ts';
import { InterfaceTable } from './interface-table.ts';
import { readIpHeader } from './ip-header.ts';
import { readOtherLine } from './other-line.ts';
import {
  countOuterPairs,
  hasPorts,
  interfaceNameOf,
  lastPair,
  linkSourceOf,
  type Pair,
  withAddressesOfOuterPair,
} from './packet-body.ts';
import { PrintedPacket } from './printed-packet.ts';
import { RelativeNumbers } from './relative-numbers.ts';
import { fillSegment } from './segment-fields.ts';
import { SegmentLine } from './segment-line.ts';

const noBytes = new Uint8Array(0);
const unknownAddress = [0, 0, 0, 0] as const;

/**
 * Turns the lines of packets into segments and ICMP errors: `begin` for the first line of a packet, `continue` for those below it,
 * `finish` when the next one begins.
 */
export class PacketLines {
  frames = 0;
  readonly #context: ReaderContext;
  readonly #packet = new PrintedPacket();
  readonly #directions: DirectionTable;
  readonly #names: NameTable;
  readonly #interfaces: InterfaceTable;
  readonly #numbers = new RelativeNumbers();
  readonly #line = new SegmentLine();
  readonly #segment = new Segment();
  readonly #quoted = new Segment();
  readonly #icmpError = new IcmpError();

  constructor(context: ReaderContext) {
    this.#context = context;
    this.#names = new NameTable(context);
    this.#directions = new DirectionTable(this.#names);
    this.#interfaces = new InterfaceTable(context);
  }

  /** Whether lines that continue a packet can still belong to the last one. */
  get isOpen(): boolean {
    return this.#packet.state !== 'done';
  }

  /** Whether the next line is the inner packet of the last one, though it looks like the first line of a packet. */
  get continuesOnNextLine(): boolean {
    return this.#packet.innerOnNextLine;
  }

  /** tcpdump is started (again): numbers are relative to what this run sees. */
  restart(listeningLine: string): void {
    this.finish();
    this.#directions.clear();
    this.#numbers.restart();
    this.#interfaces.listen(listeningLine);
  }

  begin(line: string, bodyAt: number, lineNumber: number, instantNs: number): void {
    this.finish();
    this.frames += 1;
    this.#context.tallies.frames += 1;
    const packet = this.#packet;
    packet.begin(this.frames, lineNumber, instantNs);
    this.#readLink(line, bodyAt);
    this.#readBody(line, bodyAt);
  }

  /** A further line of the packet: its inner header, what an ICMP error quotes, or the rest of a wrapped line. */
  continue(line: string, bodyAt: number): void {
    const packet = this.#packet;
    packet.innerOnNextLine = false;
    if (packet.state === 'held' && this.#join(line.slice(bodyAt))) return;
    if (line.startsWith('0x', bodyAt)) return; // a dump (-x, -X)
    this.#readBody(line, bodyAt);
  }

  /** A line that is no packet's: perhaps the rest of a line that a mail program or a terminal wrapped. */
  offer(line: string): void {
    const packet = this.#packet;
    packet.innerOnNextLine = false;
    if (packet.state === 'held' && line.length > 0 && !this.#join(line)) this.finish();
  }

  /** No more lines of the last packet come. */
  finish(): void {
    const packet = this.#packet;
    const { tallies } = this.#context;
    switch (packet.state) {
      case 'undecoded':
        if (packet.ipHeader.isTcp && !packet.hasBody) this.#closeDamaged('the line with its TCP segment is missing');
        else tallies.undecodedFrames += 1;
        break;
      case 'cut-header':
        tallies.cutHeaders += 1;
        break;
      case 'hidden-fragment':
        tallies.fragmentsHidingTcp += 1;
        break;
      case 'icmp-error':
        tallies.icmpErrors += 1;
        break;
      case 'held':
        this.#releaseHeld();
        break;
      case 'done':
        break;
    }
    packet.state = 'done';
    packet.innerOnNextLine = false;
  }

  /** A packet of which nothing could be used. */
  #closeDamaged(reason: string): void {
    this.#packet.state = 'done';
    this.#context.tallies.malformedFrames += 1;
    this.#noteDamage(reason);
  }

  #noteDamage(reason: string): void {
    const packet = this.#packet;
    this.#context.damage.add({ line: packet.line, frame: packet.frame, reason });
  }

  #readLink(line: string, bodyAt: number): void {
    const packet = this.#packet;
    const isBare = line.startsWith('IP', bodyAt); // the common line: no link layer printed
    const body = isBare ? '' : line.slice(bodyAt, bodyAt + 160);
    packet.interfaceId = this.#interfaces.idOf(isBare ? undefined : interfaceNameOf(body));
    if (isBare) return;
    const source = linkSourceOf(body);
    if (source === undefined) return;
    packet.linkSourceHigh = source.high;
    packet.linkSourceLow = source.low;
  }

  #readBody(line: string, at: number): void {
    const packet = this.#packet;
    const segmentLine = this.#line;
    packet.outerTunnels = packet.tunnels;
    if (!segmentLine.read(line, at)) {
      this.#readOther(line, at);
      return;
    }
    const direction = this.#directionOf(line, at, segmentLine.pair);
    if (direction === undefined) {
      if (!hasPorts(line, segmentLine.pair)) this.#closeDamaged('the endpoints of its TCP segment have no ports');
      else this.#context.tallies.undecodedFrames += 1; // too many names, which is noted once
      packet.state = 'done';
      return;
    }
    if (!segmentLine.isPlain) this.#readFront(line, at, segmentLine.pair.start);
    this.#take(line, at, direction);
  }

  #directionOf(line: string, at: number, pair: Pair): Direction | undefined {
    const direction = this.#directions.find(line.slice(pair.start, pair.end));
    if (direction !== undefined) return direction;
    const withAddresses = withAddressesOfOuterPair(line, at, pair);
    return withAddresses === undefined ? undefined : this.#directions.find(withAddresses);
  }

  /** What is printed before the endpoints: headers with `-v`, tunnels. */
  #readFront(line: string, at: number, to: number): void {
    const packet = this.#packet;
    readIpHeader(line, at, to, packet.ipHeader);
    packet.tunnels += countOuterPairs(line, at, to);
    // The outer pair of `2001:db8::1 > 2001:db8::2: HBH 40011 > 443` is the segment's own.
    if (packet.tunnels > 0 && isBarePortAt(line, to)) packet.tunnels -= 1;
  }

  #take(line: string, at: number, direction: Direction): void {
    const packet = this.#packet;
    switch (this.#line.reading) {
      case 'whole':
        this.#deliver(direction);
        return;
      case 'malformed':
        this.#deliver(direction);
        this.#noteDamage('behind the TCP flags stands something that tcpdump does not print');
        return;
      case 'bad-header':
        this.#numbers.noteUnprinted(direction, this.#line.text.flags);
        packet.state = 'done';
        this.#noteDamage('the TCP header is malformed: tcpdump prints no numbers of it');
        return;
      case 'cut':
        this.#hold(line, at, 'the line stops inside its TCP segment');
        return;
      case undefined:
        this.#hold(line, at, 'the line stops inside its TCP flags');
        return;
    }
  }

  #hold(line: string, at: number, reason: string): void {
    this.#packet.state = 'held';
    this.#packet.wrapped.hold(line, at, reason);
  }

  /** @returns whether the line is a part of the held one */
  #join(rest: string): boolean {
    const packet = this.#packet;
    const { wrapped } = packet;
    const reading = wrapped.join(rest, this.#line);
    if (reading !== 'whole') return reading === 'cut';
    packet.state = 'undecoded';
    packet.tunnels = packet.outerTunnels;
    this.#readBody(wrapped.text, wrapped.bodyAt);
    return true;
  }

  /** Nothing completes the held line: what is certain of it is used, and its damage noted. */
  #releaseHeld(): void {
    const packet = this.#packet;
    const { text, bodyAt, reason } = packet.wrapped;
    const isRead = this.#line.read(text, bodyAt) && this.#line.reading !== undefined;
    const direction = isRead ? this.#directionOf(text, bodyAt, this.#line.pair) : undefined;
    if (direction === undefined) {
      this.#closeDamaged(reason);
      return;
    }
    this.#noteDamage(reason);
    this.#deliver(direction);
  }

  #deliver(direction: Direction): void {
    const packet = this.#packet;
    const { text } = this.#line;
    packet.state = 'done';
    if (packet.icmp !== undefined) {
      this.#numbers.resolve(direction, text, this.#quoted, true);
      this.#deliverIcmpError(direction, packet.icmp, this.#quoted.sequence);
      return;
    }
    const { tallies, sink } = this.#context;
    const segment = this.#segment;
    fillSegment(segment, packet, direction, text);
    this.#numbers.resolve(direction, text, segment, false);
    tallies.tcpFrames += 1;
    tallies.segments += 1;
    if (packet.ipHeader.moreFragments) tallies.firstFragments += 1;
    sink.segment(segment, noBytes);
  }

  /** Everything that is no TCP segment, and segments of which too little is printed. */
  #readOther(line: string, at: number): void {
    const packet = this.#packet;
    const hasHeader = readIpHeader(line, at, line.length, packet.ipHeader);
    if (line.includes('VXLAN, flags [', at)) packet.innerOnNextLine = true;
    if (packet.icmp !== undefined) {
      this.#readQuoted(line, at, packet.icmp, hasHeader);
      return;
    }
    packet.tunnels += countOuterPairs(line, at, line.length);
    const read = readOtherLine(line, at, hasHeader);
    switch (read.kind) {
      case 'other':
        packet.hasBody = true;
        return;
      case 'header':
        return;
      case 'cut-header':
      case 'hidden-fragment':
        packet.state = read.kind;
        return;
      case 'icmpv6-error':
        packet.state = 'icmp-error';
        return;
      case 'icmp-error':
        packet.state = 'icmp-error';
        packet.icmp = read.message;
        packet.icmpPair = read.pair;
        packet.icmpTtl = packet.ipHeader.ttl;
        return;
      case 'other-icmp':
        this.#closeUndecoded();
        return;
      case 'stops-early':
        this.#hold(line, at, 'the line stops before its TCP flags');
        return;
    }
  }

  /** The packet is of no interest, and so are lines that continue it. */
  #closeUndecoded(): void {
    this.#packet.state = 'done';
    this.#context.tallies.undecodedFrames += 1;
  }

  /** A line below an ICMP error: the header of what it quotes, or a quoted segment of which only the ports are there. */
  #readQuoted(line: string, at: number, icmp: IcmpMessage, hasHeader: boolean): void {
    if (hasHeader && !this.#packet.ipHeader.isTcp) {
      this.#closeUndecoded();
      return;
    }
    if (!line.endsWith('[|tcp]')) return;
    const pair = lastPair(line, at);
    const direction = pair === undefined ? undefined : this.#directionOf(line, at, pair);
    // RFC 792 promises the sequence number, but tcpdump prints it only with the whole header: taken for the last one sent.
    if (direction !== undefined) this.#deliverIcmpError(direction, icmp, direction.sender.latest);
  }

  #deliverIcmpError(direction: Direction, icmp: IcmpMessage, quotedSequence: number): void {
    const packet = this.#packet;
    const { tallies, sink } = this.#context;
    const error = this.#icmpError;
    const [from = '', to = ''] = packet.icmpPair.split(' > ');
    const sender = this.#directions.addressesOf(from, to);
    packet.state = 'done';
    tallies.icmpErrors += 1;
    if (sender === undefined) return;
    const source = sender.family === direction.family ? sender.source : unknownAddress;
    fillIcmpError(error, packet, icmp, source, direction, quotedSequence);
    sink.icmpError(error);
  }
}

function isBarePortAt(line: string, at: number): boolean {
  return /^[\w-]{1,20} > [\w-]{1,20}: /.test(line.slice(at, at + 50));
}
