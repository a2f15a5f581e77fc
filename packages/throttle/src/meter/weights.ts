import type { IoCounts } from './io-counts.ts';
import type { RequestUsage } from './request-usage.ts';

/** What costs how many units. */
export interface Weights {
  /** Units per second of CPU time, of the request itself and of its children. */
  readonly cpuSecond: number;
  /** Units per second from the first byte of the request to the end of the response. */
  readonly wallSecond: number;
  readonly megabyteIn: number;
  readonly megabyteOut: number;
  /** Units per call of reading or writing, and per file operation of the pool. Above 0, every request is measured. */
  readonly ioCall: number;
  /** Units per megabyte read or written by these calls. Above 0, every request is measured. */
  readonly ioMegabyte: number;
  /** Units per child process. */
  readonly child: number;
  /** Units for the request as such. */
  readonly request: number;
}

/** 30 CPU seconds are a million units: as the figures of Bitbucket Cloud's public headers work out (cost 808.47 for 0.024254 s). Nothing else costs. */
export const defaultWeights: Weights = {
  cpuSecond: 1_000_000 / 30,
  wallSecond: 0,
  megabyteIn: 0,
  megabyteOut: 0,
  ioCall: 0,
  ioMegabyte: 0,
  child: 0,
  request: 0,
};

function ioUnits(
  { readCalls, writeCalls, readBytes, writeBytes }: IoCounts,
  fileOperations: number,
  { ioCall, ioMegabyte }: Weights,
): number {
  return (readCalls + writeCalls + fileOperations) * ioCall + ((readBytes + writeBytes) / 1e6) * ioMegabyte;
}

/** The units of a request whose own CPU time is `cpuUs`, which can be the measured or the charged one. */
export function unitsOf(usage: RequestUsage, cpuUs: number, wallMs: number, weights: Weights): number {
  const cpuSeconds = (cpuUs + usage.childUserUs + usage.childSystemUs) / 1e6;
  return (
    cpuSeconds * weights.cpuSecond +
    (usage.io === undefined ? 0 : ioUnits(usage.io, usage.fileOperations, weights)) +
    (wallMs / 1000) * weights.wallSecond +
    ((usage.bytesIn ?? 0) / 1e6) * weights.megabyteIn +
    ((usage.bytesOut ?? 0) / 1e6) * weights.megabyteOut +
    usage.children * weights.child +
    weights.request +
    usage.extraUnits
  );
}
