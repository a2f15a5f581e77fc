import type { CaptureFile } from './capture-file.ts';
import type { Change } from './change.ts';
import { each } from './changes-of-names.ts';
import { addAt, eachOption, flag, flagsOf, type Headers, headersOf, isFromOriginator } from './headers.ts';

const sackOption = 5;
const timestampsOption = 8;

/** Sequence numbers of both ends moved, so that those of the connections with the most segments pass 2^32 right after their handshake. */
export const otherSequences: Change = {
  name: 'sequence numbers',
  title: 'sequence numbers that pass 2^32 in the middle of a connection',
  keeps: 'answer',
  change: (capture) => {
    const shift = shiftsOf(capture);
    return each((headers) => moveNumbers(headers, shift))(capture);
  },
};

/** By how much the numbers of the originators and of the responders are moved: the same for all, for what one connection says of another hangs on both. */
interface Shift {
  readonly originator: number;
  readonly responder: number;
}

/** Bytes behind its SYN at which a connection passes 2^32. */
const bytesBefore = 100;

function shiftsOf(capture: CaptureFile): Shift {
  const headers = capture.frames
    .flatMap((frame) => headersOf(capture, frame))
    .filter(({ tcp, isQuoted }) => tcp >= 0 && !isQuoted);
  const numberOf = (wanted: number, of: boolean) => {
    const numbers = headers
      .filter((one) => (flagsOf(one) & (flag.syn | flag.ack | flag.rst)) === wanted && isFromOriginator(one) === of)
      .map(({ bytes, tcp }) => bytes.readUInt32BE(tcp + 4));
    const middle = numbers[Math.floor(numbers.length / 2)] ?? 0;
    return (0 - middle - bytesBefore) >>> 0;
  };
  return { originator: numberOf(flag.syn, true), responder: numberOf(flag.syn | flag.ack, false) };
}

function moveNumbers(headers: Headers, { originator, responder }: Shift): void {
  const { bytes, tcp, isQuoted } = headers;
  if (tcp < 0) return;
  const [own, other] = isFromOriginator(headers) ? [originator, responder] : [responder, originator];
  const flags = isQuoted ? 0 : flagsOf(headers);
  // What answers a segment without ACK has no number of its own (RFC 9293 section 3.10.7.1).
  const isNumberless = (flags & flag.rst) !== 0 && bytes.readUInt32BE(tcp + 4) === 0;
  if (!isNumberless) addAt(bytes, tcp + 4, own);
  if (isQuoted) return;
  if ((flags & flag.ack) !== 0) addAt(bytes, tcp + 8, other);
  eachOption(headers, (kind, at, length) => {
    if (kind === sackOption) for (let edge = at; edge < at + length; edge += 4) addAt(bytes, edge, other);
  });
}

/** Ticks by which the clocks of the two ends are moved. */
const ticks = { originator: 0x7fff_0000, responder: 0x1234_5678 } as const;

export const otherTimestamps: Change = {
  name: 'timestamps',
  title: "other clocks behind the ends' TCP timestamps",
  keeps: 'answer',
  change: each((headers) => {
    if (headers.tcp < 0 || headers.isQuoted) return;
    const { bytes } = headers;
    const [own, other] = isFromOriginator(headers)
      ? [ticks.originator, ticks.responder]
      : [ticks.responder, ticks.originator];
    eachOption(headers, (kind, at) => {
      if (kind !== timestampsOption) return;
      addAt(bytes, at, own);
      if (bytes.readUInt32BE(at + 4) !== 0) addAt(bytes, at + 4, other);
    });
  }),
};

const daysNs = 400n * 86_400n * 1_000_000_000n + 123_456_789n;

export const otherDay: Change = {
  name: 'day',
  title: 'another day on the clock of the capture',
  keeps: 'answer',
  change: (capture) => ({
    ...capture,
    frames: capture.frames.map((frame) => ({ ...frame, instantNs: frame.instantNs + daysNs })),
  }),
};
