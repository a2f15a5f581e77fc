import { CompiledLoop } from './compiled-loop.ts';
import type { PacketRing } from './packet-ring.ts';
import type { Segment } from './segment.ts';
import { readOptions } from './transport/tcp.ts';
import { usualSegmentsWasm } from './usual-segments.wasm.ts';
import { NOTHING, OPTIONS, TOLD_ASKED, TOLD_END, TOLD_FROM, TOLD_NEXT, TOLD_TO } from './usual-segments-words.ts';

/** Positions that a usual segment may take: with a note and its text. */
export const mostUsualPositions = 3;

/** What assembly/usual-segments.ts exports. */
interface UsualSegmentsLoop {
  readonly place: (
    input: number,
    flight: number,
    rare: number,
    kept: number,
    mayBeRead: number,
    offsets: number,
    capturedBytes: number,
    frameNumbers: number,
    interfaceIds: number,
    firstLayers: number,
    instants: number,
    told: number,
    seed: number,
  ) => void;
  readonly writeUsualSegments: (
    first: number,
    count: number,
    position: number,
    answered: number,
    noted: number,
    options: number,
    mss: number,
    windowScale: number,
    timestampValue: number,
    timestampEcho: number,
  ) => number;
}

const usualSegments = new CompiledLoop<UsualSegmentsLoop>(usualSegmentsWasm);

/**
 * Writes the segments of usual frames into a ring: Ethernet with one VLAN tag at most, IPv4 without options or fragments or IPv6 without extension headers, TCP that is no RST. Nearly
 * every frame is one. What it writes is what the decoders and `PacketRing.segment` would.
 *
 * The loop is WebAssembly, from assembly/usual-segments.ts: it takes a third of the time that it took as JavaScript, and is fast from the first frame on. What other code reads, options and what a
 * payload begins with, it asks for.
 */
export class UsualSegments {
  readonly #ring: PacketRing;
  readonly #loop: UsualSegmentsLoop;

  constructor(ring: PacketRing) {
    const { frames, input, flight, rare, kept, mayBeRead, told } = ring;
    this.#ring = ring;
    this.#loop = usualSegments.on(ring.arena);
    this.#loop.place(
      input.byteOffset,
      flight.byteOffset,
      rare.byteOffset,
      kept.byteOffset,
      mayBeRead.byteOffset,
      frames.offset.byteOffset,
      frames.capturedBytes.byteOffset,
      frames.frame.byteOffset,
      frames.interfaceId.byteOffset,
      frames.firstLayer.byteOffset,
      frames.instantNs.byteOffset,
      told.byteOffset,
      ring.memory.seed,
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
    const ring = this.#ring;
    const loop = this.#loop;
    const { told } = ring;
    let index = first;
    let answered = NOTHING;
    let noted = 0;
    for (;;) {
      const { options, mss, windowScale, timestampValue, timestampEcho } = scratch;
      const reached = loop.writeUsualSegments(
        index,
        ring.frames.count,
        ring.next,
        answered,
        noted,
        options,
        mss,
        windowScale,
        timestampValue,
        timestampEcho,
      );
      ring.next = told[TOLD_NEXT];
      const asked = told[TOLD_ASKED];
      if (asked === NOTHING) return reached;
      answered = reached === index ? answered | asked : asked;
      index = reached;
      const from = told[TOLD_FROM];
      const end = told[TOLD_END];
      if (asked === OPTIONS) readOptionsAlone(scratch, ring.input, view, from, told[TOLD_TO], end);
      else noted = ring.notePayload(ring.input, from, end - from);
    }
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
