import { readFileSync } from 'node:fs';
import type { RequestRecord, UsageRecord } from '@fivewhys/throttle';

/** The records of single requests in a file that the service wrote. */
export function requestRecords(path: string): readonly RequestRecord[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as UsageRecord)
    .filter((record) => record.kind === 'request');
}
