import type { CaptureFile, CaptureFrame } from './capture-file.ts';
import type { Change } from './change.ts';
import { flag, flagsOf, type Headers, headersOf, isFromOriginator, payloadOf, ports } from './headers.ts';

const shortBytes = 96;

export const shortened: Change = {
  name: 'snaplen',
  title: `of each packet the first ${shortBytes} bytes, as with tcpdump -s ${shortBytes}`,
  keeps: 'truth',
  change: (capture) => ({
    ...capture,
    frames: capture.frames.map((frame) => ({ ...frame, bytes: frame.bytes.subarray(0, shortBytes) })),
  }),
};

/** The frames with SYN, and what came before the last of them are not there: of what is open then no connection shows its beginning. */
export const lateStart: Change = {
  name: 'late start',
  title: 'a capture that was started when its connections were open',
  keeps: 'truth',
  renumbers: true,
  change: (capture) => ({ ...capture, frames: capture.frames.filter((frame) => !isHandshake(capture, frame)) }),
};

function isHandshake(capture: CaptureFile, frame: CaptureFrame): boolean {
  return headersOf(capture, frame).some((one) => one.tcp >= 0 && !one.isQuoted && (flagsOf(one) & flag.syn) !== 0);
}

export const earlyEnd: Change = {
  name: 'early end',
  title: 'a capture that was stopped right behind its last RST',
  keeps: 'truth',
  change: (capture) => {
    const reset = capture.frames.findLastIndex((frame) =>
      headersOf(capture, frame).some((one) => one.tcp >= 0 && !one.isQuoted && (flagsOf(one) & flag.rst) !== 0),
    );
    return reset < 0 ? capture : { ...capture, frames: capture.frames.slice(0, reset + 1) };
  },
};

export const onlyThere: Change = {
  name: 'one direction',
  title: 'only what originators sent',
  keeps: 'truth',
  renumbers: true,
  change: oneWay(true),
};
export const onlyBack: Change = {
  name: 'other direction',
  title: 'only what responders sent',
  keeps: 'truth',
  renumbers: true,
  change: oneWay(false),
};

function oneWay(there: boolean): Change['change'] {
  return (capture) => ({
    ...capture,
    frames: capture.frames.filter((frame) => {
      const [own] = headersOf(capture, frame);
      return own === undefined || own.tcp < 0 || isFromOriginator(own) === there;
    }),
  });
}

const withinNs = 1_000_000n;
const mostBytes = 60_000;

export const offloaded: Change = {
  name: 'offload',
  title: 'segments in a row merged, as offload shows them to a capture on the host itself',
  keeps: 'truth',
  change: (capture) => {
    const frames: CaptureFrame[] = [];
    for (const frame of capture.frames) {
      const last = frames.at(-1);
      const merged = last === undefined ? undefined : mergedOf(capture, last, frame);
      if (merged === undefined) frames.push(frame);
      else frames[frames.length - 1] = merged;
    }
    return { ...capture, frames };
  },
};

function mergedOf(capture: CaptureFile, first: CaptureFrame, next: CaptureFrame): CaptureFrame | undefined {
  const [one] = headersOf(capture, first);
  const [two] = headersOf(capture, next);
  if (one === undefined || two === undefined || one.tcp < 0 || two.tcp < 0) return undefined;
  const [own, more] = [payloadOf(one), payloadOf(two)];
  const numbersOf = ({ bytes, tcp }: Headers) => [bytes.readUInt32BE(tcp + 4), bytes.readUInt32BE(tcp + 8)] as const;
  const [[seq, ack], [nextSeq, nextAck]] = [numbersOf(one), numbersOf(two)];
  const isPlain = (headers: Headers) => (flagsOf(headers) & (flag.syn | flag.fin | flag.rst)) === 0;
  const fits =
    isPlain(one) &&
    isPlain(two) &&
    one.version === two.version &&
    own.length > 0 &&
    more.length > 0 &&
    own.length + more.length <= mostBytes &&
    (seq + own.length) >>> 0 === nextSeq &&
    ack === nextAck &&
    ports(one).join() === ports(two).join() &&
    next.instantNs - first.instantNs <= withinNs;
  if (!fits) return undefined;
  const bytes = Buffer.concat([
    first.bytes.subarray(0, own.at + own.length),
    next.bytes.subarray(more.at, more.at + more.length),
  ]);
  const at = one.ip + (one.version === 4 ? 2 : 4);
  bytes.writeUInt16BE(bytes.readUInt16BE(at) + more.length, at);
  return { instantNs: first.instantNs, bytes, wireBytes: bytes.length };
}
