import type { Reset } from '@fivewhys/connections';

/** Why the TTL of an originator's RST tells nothing, where it had sent no more than its SYN: scanners write their SYNs with a TTL of their own, and their kernel, which knows of no such SYN, resets the SYN-ACK. */
export function answersSynAckOnly({ from, before }: Reset): string | undefined {
  const { segments, lowestTtl, finFrame, synFrame } = before.originator;
  if (from !== 'originator' || lowestTtl !== undefined || (finFrame !== undefined && finFrame !== synFrame))
    return undefined;
  return segments === 0
    ? "nothing of the originator came before its RST that the RST's TTL could be held against"
    : 'the originator had sent nothing but its SYN: a program that writes its SYNs itself has other TTLs than its kernel, which resets the SYN-ACK';
}
