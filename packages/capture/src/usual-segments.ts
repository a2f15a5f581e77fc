import { CompiledLoop } from './compiled-loop.ts';
import type { PacketRing } from './packet-ring.ts';
import type { Segment } from './segment.ts';
import { readOptions } from './transport/tcp.ts';
import { usualSegmentsWasm } from './usual-segments.wasm.ts';
import {
  NOTHING,
  OPTIONS,
  TOLD_ASKED,
  TOLD_END,
  TOLD_FROM,
  TOLD_NEXT,
  TOLD_SECONDS,
  TOLD_TO,
} from './usual-segments-words.ts';

/** Positions that a usual segment may take: with a note and its text. */
export const mostUsualPositions = 3;

/** What assembly/usual-segments.ts exports. */
interface UsualSegmentsLoop {
  readonly place: (
    input: number,
    flight: number,
    rare: number,
    mayBeRead: number,
    offsets: number,
    capturedBytes: number,
    frameNumbers: number,
    interfaceIds: number,
    firstLayers: number,
    instants: number,
    told: number,
  ) => void;
  readonly answer: (
    what: number,
    noted: number,
    options: number,
    mss: number,
    windowScale: number,
    timestampValue: number,
    timestampEcho: number,
  ) => void;
  readonly writeUsualSegments: (first: number, count: number, firstPosition: number) => number;
  readonly writeUsualRecords: (
    start: number,
    end: number,
    recordHeaderBytes: number,
    isSwapped: boolean,
    nsPerTick: number,
    baseSeconds: number,
    firstFrame: number,
    mostRecords: number,
    interfaceId: number,
    firstPosition: number,
  ) => number;
}

/** Records of a pcap file, in the bytes of a ring. */
export interface PcapRecords {
  readonly littleEndian: boolean;
  readonly recordHeaderBytes: number;
  readonly nsPerTick: number;
  /** Seconds since 1970 that are instant 0. */
  readonly baseSeconds: number;
  readonly interfaceId: number;
}

const usualSegments = new CompiledLoop<UsualSegmentsLoop>(usualSegmentsWasm);

/**
 * Writes the segments of usual frames into a ring: Ethernet with one VLAN tag at most, IPv4 without options or fragments or IPv6 without extension headers, TCP that is no RST. Nearly
 * every frame is one. What it writes is what the decoders and `PacketRing.segment` would.
 *
 * The loop is WebAssembly, from assembly/usual-segments.ts, and so it is fast from the first frame on. What other code reads, options that few send and what a payload begins with, it asks for.
 */
export class UsualSegments {
  readonly #ring: PacketRing;
  readonly #loop: UsualSegmentsLoop;
  /** How many records `writeRecords` read. */
  written = 0;
  /** What was told of the frame that was asked about last. */
  #answered = NOTHING;
  #noted = 0;

  constructor(ring: PacketRing) {
    const { frames, input, flight, rare, mayBeRead, told } = ring;
    this.#ring = ring;
    this.#loop = usualSegments.on(ring.arena);
    this.#loop.place(
      input.byteOffset,
      flight.byteOffset,
      rare.byteOffset,
      mayBeRead.byteOffset,
      frames.offset.byteOffset,
      frames.capturedBytes.byteOffset,
      frames.frame.byteOffset,
      frames.interfaceId.byteOffset,
      frames.firstLayer.byteOffset,
      frames.instantNs.byteOffset,
      told.byteOffset,
    );
  }

  /** Whether frames in these bytes can be read: those of the ring. */
  canRead(bytes: Uint8Array): boolean {
    return bytes === this.#ring.input;
  }

  /**
   * Writes the segments of the ring's table of frames, one after the other, up to the first frame that is not usual.
   *
   * @param view of the ring's bytes
   * @param first index of the frame to begin with
   * @param scratch for options
   * @returns index of the first frame that is not usual, or how many there are
   */
  write(view: DataView, first: number, scratch: Segment): number {
    const { frames } = this.#ring;
    let index = first;
    this.#answered = NOTHING;
    for (;;) {
      const reached = this.#loop.writeUsualSegments(index, frames.count, this.#ring.next);
      if (!this.#answer(view, scratch, reached === index)) return reached;
      index = reached;
    }
  }

  /**
   * Writes the segments of records of a pcap file on Ethernet, one after the other, up to the first that is not whole or whose frame is not usual.
   *
   * @param start where in the ring's bytes the first record begins, and `end` of what is there
   * @param firstFrame number of the first frame
   * @param mostRecords that are read
   * @returns where the record begins at which it stopped
   */
  writeRecords(
    records: PcapRecords,
    view: DataView,
    start: number,
    end: number,
    firstFrame: number,
    mostRecords: number,
    scratch: Segment,
  ): number {
    const { recordHeaderBytes, littleEndian, nsPerTick, baseSeconds, interfaceId } = records;
    let offset = start;
    this.written = 0;
    this.#answered = NOTHING;
    for (;;) {
      const position = this.#ring.next;
      const reached = this.#loop.writeUsualRecords(
        offset,
        end,
        recordHeaderBytes,
        !littleEndian,
        nsPerTick,
        baseSeconds,
        firstFrame + this.written,
        mostRecords - this.written,
        interfaceId,
        position,
      );
      this.written += (this.#ring.told[TOLD_NEXT] - position) | 0;
      if (!this.#answer(view, scratch, reached === offset)) return reached;
      offset = reached;
    }
  }

  /** Of the newest record that was read. */
  get seconds(): number {
    return this.#ring.told[TOLD_SECONDS] >>> 0;
  }

  /**
   * Takes in how far the loop came and answers what it asks, so that it can go on.
   *
   * @param again it stopped where it had begun: what was answered before still holds
   * @returns false when nothing was asked
   */
  #answer(view: DataView, scratch: Segment, again: boolean): boolean {
    const ring = this.#ring;
    const { told } = ring;
    ring.next = told[TOLD_NEXT];
    const asked = told[TOLD_ASKED];
    if (asked === NOTHING) return false;
    this.#answered = again ? this.#answered | asked : asked;
    const from = told[TOLD_FROM];
    const end = told[TOLD_END];
    if (asked === OPTIONS) readOptionsAlone(scratch, ring.input, view, from, told[TOLD_TO], end);
    else this.#noted = ring.notePayload(ring.input, from, end - from);
    const { options, mss, windowScale, timestampValue, timestampEcho } = scratch;
    this.#loop.answer(this.#answered, this.#noted, options, mss, windowScale, timestampValue, timestampEcho);
    return true;
  }
}

function readOptionsAlone(
  scratch: Segment,
  bytes: Uint8Array,
  view: DataView,
  start: number,
  headerEnd: number,
  end: number,
): void {
  scratch.options = 0;
  scratch.mss = 0;
  scratch.windowScale = 0;
  scratch.timestampValue = 0;
  scratch.timestampEcho = 0;
  readOptions(scratch, bytes, view, start, headerEnd, end);
}
