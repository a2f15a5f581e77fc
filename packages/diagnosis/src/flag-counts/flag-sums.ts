import { ACK, FIN, PSH, RST, SYN } from '@fivewhys/capture';
import type { FlagCounts } from './flag-counts.ts';

/** What the counts of one table come to. */
export interface FlagSums {
  readonly of: FlagCounts;
  /** Whose segments they are: told by the SYNs, which only originators send, and the SYN-ACKs, which only responders send. */
  readonly direction: 'from-originators' | 'from-responders' | 'both' | 'unknown';
  readonly syns: number;
  readonly synAcks: number;
  readonly fins: number;
  /** RST+ACK, and RST alone. */
  readonly resetAcks: number;
  readonly bareResets: number;
  /** Segments with PSH: those that end a write. What fills several segments has it on the last, so there may be more with payload. */
  readonly pushes: number;
  /** Connections that were opened: SYN-ACKs, or SYNs where only those are seen. */
  readonly opened: number;
}

/** From this share on, the rarer of SYNs and SYN-ACKs is no stray. */
const strayShare = 0.01;

export function sumFlags(table: FlagCounts): FlagSums {
  const sum = (wanted: (flags: number) => boolean) =>
    [...table.counts].reduce((total, [flags, count]) => (wanted(flags) ? total + count : total), 0);
  const syns = sum((flags) => (flags & (SYN | ACK)) === SYN);
  const synAcks = sum((flags) => (flags & (SYN | ACK)) === (SYN | ACK));
  const direction =
    syns + synAcks === 0
      ? 'unknown'
      : synAcks < syns * strayShare
        ? 'from-originators'
        : syns < synAcks * strayShare
          ? 'from-responders'
          : 'both';
  return {
    of: table,
    direction,
    syns,
    synAcks,
    fins: sum((flags) => (flags & FIN) !== 0 && (flags & RST) === 0),
    resetAcks: sum((flags) => (flags & (RST | ACK)) === (RST | ACK)),
    bareResets: sum((flags) => (flags & (RST | ACK)) === RST),
    pushes: sum((flags) => (flags & PSH) !== 0 && (flags & RST) === 0),
    opened: direction === 'from-originators' ? syns : synAcks,
  };
}
