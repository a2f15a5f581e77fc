import { setFlagsFromString } from 'node:v8';

/**
 * A program that runs for months beside others and has little to remember: that much was made while it started is no reason to keep room for as much. V8 looks at the flag when it would make the young generation larger; a
 * supervisor of a hundred workers takes 75 MB with it, and 79 MB without (`npm run bench:workers`).
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}
