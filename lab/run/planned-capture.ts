import { execFileSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Place } from '../network/places.ts';
import type { Story } from '../story.ts';

/** A capture of a run: where, under which name, and with which options and filter of tcpdump. */
export interface PlannedCapture {
  readonly place: Place;
  readonly file: string;
  readonly options: readonly string[];
}

/** Of a run: everything at every place. Nanoseconds, for all captures are of one clock. */
export const wholeCapture = (place: Place): PlannedCapture => ({
  place,
  file: `${place.vantage}.pcap`,
  options: [...smallBuffer, ...interfaceOf(place), '--time-stamp-precision=nano', 'tcp or icmp or icmp6 or arp'],
});

/** Under captures/: as small as it can be, at one place. */
export const storedCapture = (place: Place, { name, format, capture }: Story): PlannedCapture => ({
  place,
  file: `${name}.${format ?? 'pcap'}`,
  options: [...largeBuffer, ...interfaceOf(place), ...(capture ?? ['tcp'])],
});

// tcpdump's immediate mode keeps as many packets as its buffer has room for in their largest size, whatever their size.
const largeBuffer = ['-B', '65536'];
const smallBuffer = ['-B', '16384', '-s', '65535'];

/** `any` comes with the interface and the direction of each packet. */
const interfaceOf = (place: Place): readonly string[] =>
  place.interface === 'any' ? ['-i', 'any', '-y', 'LINUX_SLL2'] : ['-i', place.interface];

/** tcpdump writes pcap; what is to be pcapng is converted. */
export function keepCapture(recorded: string, folder: string, file: string): void {
  if (file.endsWith('.pcapng')) execFileSync('editcap', ['-F', 'pcapng', recorded, join(folder, file)]);
  else copyFileSync(recorded, join(folder, file));
}
