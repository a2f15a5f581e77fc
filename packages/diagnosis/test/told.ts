import assert from 'node:assert/strict';
import type { Finding } from '@fivewhys/evidence';
import { explainText } from './explain-text.ts';

/** One segment of a story. What is left out is as it usually is: originator nearby (TTL 64), responder two routers away (TTL 62). */
export interface Segment {
  readonly at: number;
  readonly from: 'originator' | 'responder';
  readonly flags: string;
  readonly seq: number;
  readonly ack?: number;
  readonly length?: number;
  readonly window?: number;
  readonly options?: string;
  readonly ttl?: number;
  readonly id?: number;
  readonly dontFragment?: boolean;
  /** Port of the originator: another connection. */
  readonly port?: number;
  /** Address of the originator: another connection. */
  readonly address?: string;
  /** Port of the responder. */
  readonly target?: number;
}

let id = 100;

/** The story as `tcpdump -v -nn -S` prints it. */
export function told(segments: readonly Segment[]): string[] {
  return segments.flatMap((segment) => {
    const { at, from, flags, seq, ack, length = 0, window, options = '', port = 40000, target = 80 } = segment;
    const isReset = flags.includes('R');
    const ttl = segment.ttl ?? (from === 'originator' ? 64 : 62);
    id += 1;
    const ipId = segment.id ?? (isReset || flags === 'S.' ? 0 : id);
    const ends = [`${segment.address ?? '192.0.2.1'}.${port}`, `192.0.2.2.${target}`];
    const [source, destination] = from === 'originator' ? ends : ends.toReversed();
    const time = new Date(Math.round(at * 1e3)).toISOString().slice(11, 19);
    const micros = String(Math.round((at % 1) * 1e6)).padStart(6, '0');
    const range = length > 0 ? `${seq}:${seq + length}` : String(seq);
    const fields = [
      `Flags [${flags}]`,
      'cksum 0x1 (correct)',
      ...(isReset && !flags.includes('.') ? [`seq ${seq}`] : [`seq ${range}`]),
      ...(ack === undefined ? [] : [`ack ${ack}`]),
      `win ${window ?? (isReset ? 0 : 501)}`,
      ...(options === '' ? [] : [`options [${options}]`]),
      `length ${length}`,
    ];
    return [
      `${time}.${micros} IP (tos 0x0, ttl ${ttl}, id ${ipId}, offset 0, flags [${segment.dontFragment === false ? 'none' : 'DF'}], proto TCP (6), length ${length + 52})`,
      `    ${source} > ${destination}: ${fields.join(', ')}`,
    ];
  });
}

/** SYN, SYN-ACK, ACK of a connection: ISNs 1000 and 5000, a round trip of 10 ms. */
export function handshake(at = 0, more: Partial<Segment> = {}): Segment[] {
  return [
    { at, from: 'originator', flags: 'S', seq: 1000, window: 64240, options: 'mss 1460', ...more },
    {
      at: at + 0.01,
      from: 'responder',
      flags: 'S.',
      seq: 5000,
      ack: 1001,
      window: 64240,
      options: 'mss 1460',
      ...more,
    },
    { at: at + 0.0101, from: 'originator', flags: '.', seq: 1001, ack: 5001, ...more },
  ];
}

/** A request of 100 bytes and its answer of 50. */
export function exchange(at: number, more: Partial<Segment> = {}): Segment[] {
  return [
    { at, from: 'originator', flags: 'P.', seq: 1001, ack: 5001, length: 100, ...more },
    { at: at + 0.01, from: 'responder', flags: 'P.', seq: 5001, ack: 1101, length: 50, ...more },
    { at: at + 0.0101, from: 'originator', flags: '.', seq: 1101, ack: 5051, ...more },
  ];
}

/** The next request, 100 bytes. */
export function nextRequest(at: number, more: Partial<Segment> = {}): Segment {
  return { at, from: 'originator', flags: 'P.', seq: 1101, ack: 5051, length: 100, ...more };
}

/** A connection of its own that goes well. */
export function healthy(at: number, port = 50000): Segment[] {
  return [...handshake(at, { port }), ...exchange(at + 0.02, { port })];
}

export async function only(segments: readonly Segment[]): Promise<Finding> {
  const { findings } = await explainText(told(segments));
  assert.equal(findings.length, 1);
  return findings[0] as Finding;
}

export const claims = ({ whys }: Finding): string => whys.map(({ claim }) => claim).join('\n');
export const details = ({ whys }: Finding): string =>
  whys.flatMap(({ evidence }) => evidence.map(({ detail }) => detail)).join('\n');
export const ids = (list: Finding['ruledOut']): string[] => list.map(({ cause }) => cause);
