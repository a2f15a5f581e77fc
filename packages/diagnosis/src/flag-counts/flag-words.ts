import type { Evidence } from '@fivewhys/evidence';
import { count } from '../phrases.ts';
import type { FlagSums } from './flag-sums.ts';

/** Evidence that lies in one table of counts. */
export function countsEvidence({ of: { input, firstLine, lastLine, heading } }: FlagSums, detail: string): Evidence {
  const name = heading === '' ? '' : ` ("${heading}")`;
  return { input, frames: [], detail: `lines ${firstLine} to ${lastLine}${name}: ${detail}` };
}

/** `the responders`: who sent what a table counts. */
export function sendersText({ direction }: FlagSums): string {
  switch (direction) {
    case 'from-originators':
      return 'the originators';
    case 'from-responders':
      return 'the responders';
    default:
      return 'both ends';
  }
}

/** Why a table is held for one direction: `14,298 SYN-ACKs and no SYN: only responders send those`. */
export function directionText({ direction, syns, synAcks }: FlagSums): string {
  switch (direction) {
    case 'from-responders':
      return `${count(synAcks)} SYN-ACKs and ${syns === 0 ? 'no SYN' : `${count(syns)} SYNs`}: these are segments that responders sent, so they were counted where the originators receive, or with a filter for that direction`;
    case 'from-originators':
      return `${count(syns)} SYNs and ${synAcks === 0 ? 'no SYN-ACK' : `${count(synAcks)} SYN-ACKs`}: these are segments that originators sent, so they were counted where the responders receive, or with a filter for that direction`;
    case 'both':
      return `${count(syns)} SYNs and ${count(synAcks)} SYN-ACKs: segments of both directions, which the counts do not keep apart`;
    case 'unknown':
      return 'neither SYNs nor SYN-ACKs: whose segments these are is open';
  }
}

/** `2.04`, `0.98`. */
export function ratio(part: number, whole: number): string {
  return (part / whole).toFixed(2);
}

/** `1.8 %` */
export function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`;
}
