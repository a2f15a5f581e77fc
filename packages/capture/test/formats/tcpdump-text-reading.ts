import { formatAddress } from '../../src/address.ts';
import type { FormatReader } from '../../src/formats/format.ts';
import { createTcpdumpTextReader } from '../../src/formats/tcpdump-text.ts';
import type { IcmpError } from '../../src/icmp-error.ts';
import { ReaderContext } from '../../src/reader-context.ts';
import type { Segment } from '../../src/segment.ts';

/** All that a reader makes of a text. */
export interface TextReading {
  readonly segments: readonly Readonly<Segment>[];
  readonly icmpErrors: readonly Readonly<IcmpError>[];
  readonly context: ReaderContext;
  readonly reader: FormatReader;
}

/** Reads a text in one piece, or in pieces of the given size as a caller with a slow source would. */
export function readText(text: string | Uint8Array, pieceBytes = Number.POSITIVE_INFINITY): TextReading {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  const segments: Segment[] = [];
  const icmpErrors: IcmpError[] = [];
  const context = new ReaderContext({
    segment: (segment) => segments.push({ ...segment }),
    icmpError: (error) => icmpErrors.push({ ...error }),
  });
  const reader = createTcpdumpTextReader(context);
  let start = 0;
  for (let end = 0; end < bytes.length; ) {
    end = Math.min(bytes.length, end + pieceBytes);
    start = reader.read(bytes, start, end, start);
  }
  reader.end(bytes, start, bytes.length, start);
  return { segments, icmpErrors, context, reader };
}

/** Reads one segment out of lines that hold one. */
export function readOne(...lines: string[]): Readonly<Segment> {
  const { segments } = readText(`${lines.join('\n')}\n`);
  if (segments.length !== 1) throw new Error(`${segments.length} segments instead of 1 in ${lines.join('\n')}`);
  return segments[0] as Segment;
}

/** `10.0.0.1:80 > 10.0.0.2:1234`. */
export function endpointsOf(segment: Readonly<Segment>, names: readonly string[] = []): string {
  const { family } = segment;
  const port = (value: number) => (value > 0xffff ? names[value - 0x10000] : value);
  const source = formatAddress(family, segment.source0, segment.source1, segment.source2, segment.source3, names);
  const destination = formatAddress(
    family,
    segment.destination0,
    segment.destination1,
    segment.destination2,
    segment.destination3,
    names,
  );
  return `${source}:${port(segment.sourcePort)} > ${destination}:${port(segment.destinationPort)}`;
}

/** The numbers as they stand in the header: unsigned. */
export function numbersOf(segment: Readonly<Segment>): readonly [sequence: number, acknowledgment: number] {
  return [segment.sequence >>> 0, segment.acknowledgment >>> 0];
}
