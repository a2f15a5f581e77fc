import type { FuzzTarget } from '../target.ts';
import { compressedTarget } from './compressed.ts';
import { flagCountsTarget } from './flag-counts.ts';
import { framesTarget } from './frames.ts';
import { ngrepTextTarget } from './ngrep-text.ts';
import { otherTextsTarget } from './other-texts.ts';
import { payloadsTarget } from './payloads.ts';
import { pcapTarget } from './pcap.ts';
import { pcapngTarget } from './pcapng.ts';
import { segmentsTarget } from './segments.ts';
import { tcpdumpTextTarget } from './tcpdump-text.ts';

export const targets: readonly FuzzTarget[] = [
  pcapTarget,
  pcapngTarget,
  tcpdumpTextTarget,
  ngrepTextTarget,
  flagCountsTarget,
  compressedTarget,
  framesTarget,
  segmentsTarget,
  otherTextsTarget,
  payloadsTarget,
];

export function findTarget(name: string): FuzzTarget {
  const target = targets.find((one) => one.name === name);
  if (target === undefined)
    throw new Error(`no target ${name}; there are ${targets.map((one) => one.name).join(', ')}`);
  return target;
}
