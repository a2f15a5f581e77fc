import { readHostText } from './read-host-text.ts';

/** One format found in a text. */
export interface RecognizedFormat {
  /** `nstat`, `netstat-statistics`, `proc-net`, `conntrack-statistics`, `sysctl`, `socket-list`, `kernel-log`, `trace`, … */
  readonly format: string;
  /** From 1. */
  readonly firstLine: number;
  /** How many lines of the sample belong to it. */
  readonly lines: number;
}

/**
 * Tells by content which formats of this package a text holds, in the order in which they begin; none when it holds none. A text may hold several, as people
 * paste the outputs of several commands into one file. Captures as text, logs of clients and proxies, and prose hold none.
 *
 * ```ts
 * recognizeCounters('$ conntrack -S\ncpu=0 found=0 invalid=4 insert=0 …'); // [{ format: 'conntrack-statistics', firstLine: 2, lines: 1 }]
 * recognizeCounters('10:00:00.000000 IP 10.0.0.1.80 > …');                 // []
 * ```
 *
 * @param sampleText the text or its first part; the last line may be cut off
 */
export function recognizeCounters(sampleText: string): readonly RecognizedFormat[] {
  return readHostText(sampleText).formats.toSorted((a, b) => a.firstLine - b.firstLine);
}
