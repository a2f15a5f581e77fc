import type { ReaderContext } from '../reader-context.ts';
import { PSH, Segment, UNKNOWN } from '../segment.ts';
import { withoutDecoration } from '../text/decoration.ts';
import { DirectionTable } from '../text/direction-table.ts';
import { NameTable } from '../text/name-table.ts';
import { type LineSink, TextLines } from '../text/text-lines.ts';
import type { FormatReader } from './format.ts';
import { NgrepClock, type NgrepClockKind } from './ngrep-text/clock.ts';
import { endpointText } from './ngrep-text/endpoint-text.ts';
import { type PacketLine, readPacketLine } from './ngrep-text/packet-line.ts';

export { looksLikeNgrepText } from './ngrep-text/recognition.ts';

/** How much of a text is looked at for what its times mean. */
const sampleBytes = 32_768;

const noBytes = new Uint8Array(0);

/**
 * Reads what ngrep prints, with dates (`-t`), with time differences (`-T`) or without times.
 *
 * ```text
 * T 2017/04/13 01:22:11.436659 10.0.0.1:40000 -> 10.0.0.2:80 [AP] #3
 *   GET / HTTP/1.1..Host: example.com....
 * ```
 *
 * Such a text has flags and times, but neither sequence numbers nor acknowledgments nor lengths: its segments say so (`Segment.numbersUnknown`). Of payload it is told that
 * there is some: it is printed below, or the PSH flag is set. Without `-e` ngrep leaves out what has no payload; who pasted the text may have left out more.
 *
 * Every printed packet is a frame, also of other protocols. Lines that are no packets (payload, prose, progress marks) are skipped.
 */
export function createNgrepTextReader(context: ReaderContext): FormatReader {
  return new NgrepTextReader(context);
}

class NgrepTextReader implements FormatReader, LineSink {
  readonly kind = 'ngrep-text';
  readonly #context: ReaderContext;
  readonly #lines = new TextLines();
  readonly #clock = new NgrepClock();
  readonly #directions: DirectionTable;
  readonly #segment = new Segment();
  /** The segment waits for its payload, which is printed below it. */
  #isHeld = false;
  #begun = false;
  #lineNumber = 0;
  frames = 0;

  constructor(context: ReaderContext) {
    this.#context = context;
    this.#directions = new DirectionTable(new NameTable(context));
    const segment = this.#segment;
    segment.numbersUnknown = 1;
    segment.ttl = UNKNOWN;
    segment.ipId = UNKNOWN;
    segment.dontFragment = UNKNOWN;
  }

  get baseInstantNs(): bigint {
    return this.#clock.baseInstantNs;
  }

  get clock(): NgrepClockKind {
    return this.#clock.kind;
  }

  read(bytes: Uint8Array, start: number, end: number): number {
    if (!this.#begun) {
      // What a text means must not depend on the pieces in which it comes.
      if (end - start < sampleBytes) return start;
      this.#begin(bytes, start);
    }
    return this.#lines.read(bytes, start, end, this);
  }

  end(bytes: Uint8Array, start: number, end: number): void {
    if (!this.#begun) this.#begin(bytes.subarray(0, end), start);
    this.#lines.end(bytes, start, end, this);
    this.#handOn();
  }

  #begin(bytes: Uint8Array, start: number): void {
    this.#begun = true;
    const sample = Buffer.from(bytes.subarray(start, start + sampleBytes)).toString('latin1');
    const stamps = sample
      .split('\n')
      .map((line) => readPacketLine(withoutDecoration(line))?.stamp)
      .filter((stamp) => stamp !== undefined);
    this.#clock.begin(stamps);
  }

  line(raw: string): void {
    this.#lineNumber += 1;
    const line = withoutDecoration(raw);
    const packet = readPacketLine(line);
    if (packet !== undefined) this.#packet(packet);
    else if (isPayload(line)) this.#segment.payloadBytes = 1;
  }

  overlongLine(): void {
    this.#lineNumber += 1;
    this.#context.damage.add({ line: this.#lineNumber, reason: 'a line of more than 65,536 bytes is skipped' });
  }

  #packet({ protocol, stamp, source, destination, flags, rest }: PacketLine): void {
    this.#handOn();
    const { tallies, damage } = this.#context;
    this.frames += 1;
    tallies.frames += 1;
    const instantNs = this.#clock.instantOf(stamp);
    if (protocol !== 'tcp') {
      if (protocol === 'other') tallies.undecodedFrames += 1;
      else tallies.fragmentsHidingTcp += 1;
      return;
    }
    const direction = this.#directions.find(`${endpointText(source)} > ${endpointText(destination)}`);
    if (direction === undefined) {
      tallies.malformedFrames += 1;
      damage.add({ line: this.#lineNumber, frame: this.frames, reason: 'a TCP segment without two endpoints' });
      return;
    }
    const segment = this.#segment;
    segment.frame = this.frames;
    segment.instantNs = instantNs;
    segment.family = direction.family;
    [segment.source0, segment.source1, segment.source2, segment.source3] = direction.source;
    [segment.destination0, segment.destination1, segment.destination2, segment.destination3] = direction.destination;
    segment.sourcePort = direction.sourcePort;
    segment.destinationPort = direction.destinationPort;
    segment.flags = flags;
    segment.payloadBytes = (flags & PSH) !== 0 || rest !== '' ? 1 : 0;
    this.#isHeld = true;
  }

  #handOn(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    const { tallies, sink } = this.#context;
    tallies.segments += 1;
    tallies.tcpFrames += 1;
    sink.segment(this.#segment, noBytes);
  }
}

/** ngrep indents what it prints of a payload by two blanks; below the last packet there may be marks of progress and what else people paste. */
function isPayload(line: string): boolean {
  return line.startsWith('  ') && !/^\s*#*\s*$/.test(line);
}
