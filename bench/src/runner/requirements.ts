import { ours, oursOnOneCore, tcpdump, tcptrace, tcptraceOnOneCore } from './commands.ts';
import { formatBytes } from './format.ts';
import { type Measurement, type Summary, summarize } from './measurement.ts';

export interface Requirement {
  readonly claim: string;
  readonly measured: string;
  /** Undefined: something that it needs was not measured. */
  readonly met: boolean | undefined;
}

const memoryLimitBytes = 300e6;

/** What `explain` is required to be, held against what was measured. */
export function checkRequirements(measurements: readonly Measurement[]): readonly Requirement[] {
  const find = (name: string): Summary | undefined => {
    const measurement = measurements.find(({ command }) => command.name === name);
    return measurement === undefined ? undefined : summarize(measurement);
  };
  const peakBytes = find(ours)?.peakBytes;
  return [
    atLeast('at least 5 times faster than tcptrace', find(tcptrace), find(ours), 5),
    atMost('at most twice as slow as tcpdump', find(ours), find(tcpdump), 2),
    atLeast('on one core, at least 3 times faster than tcptrace', find(tcptraceOnOneCore), find(oursOnOneCore), 3),
    {
      claim: 'peak memory under 300 MB',
      measured: peakBytes === undefined ? 'not measured' : formatBytes(peakBytes),
      met: peakBytes === undefined ? undefined : peakBytes < memoryLimitBytes,
    },
  ];
}

function atLeast(claim: string, slower: Summary | undefined, faster: Summary | undefined, times: number): Requirement {
  const ratio = divide(slower, faster);
  return { claim, measured: describe(ratio), met: ratio === undefined ? undefined : ratio >= times };
}

function atMost(claim: string, slower: Summary | undefined, faster: Summary | undefined, times: number): Requirement {
  const ratio = divide(slower, faster);
  return { claim, measured: describe(ratio), met: ratio === undefined ? undefined : ratio <= times };
}

function divide(slower: Summary | undefined, faster: Summary | undefined): number | undefined {
  return slower === undefined || faster === undefined ? undefined : slower.wallMs / faster.wallMs;
}

function describe(ratio: number | undefined): string {
  return ratio === undefined ? 'not measured' : `${ratio.toFixed(2)} times`;
}
