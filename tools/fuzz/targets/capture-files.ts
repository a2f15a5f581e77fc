import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '..', '..', '..', 'captures');
/** Longer ones are cut: most inputs are to be small, or few are tried. */
const mostBytes = 6000;

/** The beginnings of the captures of our stories. */
export function captureFiles(extension: 'pcap' | 'pcapng'): Uint8Array[] {
  return globSync(`*.${extension}`, { cwd: folder })
    .sort()
    .map((name) => Uint8Array.from(readFileSync(join(folder, name)).subarray(0, mostBytes)));
}
