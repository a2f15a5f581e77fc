import { execFileSync } from 'node:child_process';

/** A TCP segment as tcpdump reads it. Numbers and streams are counted as Wireshark counts them. */
export interface Frame {
  readonly number: number;
  readonly stream: number;
  readonly seconds: number;
  readonly from: string;
  readonly to: string;
  readonly ttl: number;
  /** IPv4 only. */
  readonly ipId: number | undefined;
  /** tcpdump's letters: S SYN, F FIN, R RST, P PSH, `.` ACK. */
  readonly flags: string;
  readonly seq: number;
  readonly ack: number;
  readonly window: number;
  readonly options: string;
  readonly length: number;
}

/**
 * Reads a capture back through tcpdump and not through this project's own reader: what a test compares with must not
 * come from what is tested.
 */
export function readFrames(path: string): { readonly frames: readonly Frame[]; readonly frameCount: number } {
  const printed = execFileSync('tcpdump', ['-nn', '-S', '-tt', '-vv', '-r', path], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const records = printed.split(/\n(?=\d)/);
  const streamOf = countStreams();
  const frames = records.flatMap((record, index) => {
    const ends = /(\S+) > (\S+): Flags \[([^\]]+)\]/.exec(record);
    if (ends === null) return [];
    const [, from = '', to = '', flags = ''] = ends;
    const segment = {
      number: index + 1,
      seconds: Number.parseFloat(record),
      from,
      to,
      ttl: field(record, /(?:ttl|hlim) (\d+)/),
      ipId: record.includes(' IP6 ') ? undefined : field(record, /, id (\d+)/),
      flags,
      seq: field(record, /, seq (\d+)/),
      ack: field(record, /, ack (\d+)/),
      window: field(record, /, win (\d+)/),
      options: /options \[([^\]]*)\]/.exec(record)?.[1] ?? '',
      length: field(record, /Flags .*?, length (\d+)/),
    };
    return [{ ...segment, stream: streamOf(segment) }];
  });
  return { frames, frameCount: records.length };
}

/** A SYN with another sequence number on a known pair of ends begins a new stream. */
function countStreams(): (segment: Omit<Frame, 'stream'>) => number {
  const current = new Map<string, { readonly stream: number; readonly isn: number | undefined }>();
  let next = 0;
  return ({ from, to, flags, seq }) => {
    const key = [from, to].sort().join(' ');
    const known = current.get(key);
    const isn = flags === 'S' ? seq : undefined;
    if (known !== undefined && (isn === undefined || isn === known.isn)) return known.stream;
    current.set(key, { stream: next, isn });
    return next++;
  };
}

function field(record: string, pattern: RegExp): number {
  return Number(pattern.exec(record)?.[1] ?? 0);
}
