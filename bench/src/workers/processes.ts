import { readdirSync, readFileSync } from 'node:fs';

const ticksPerSecond = 100;

/** A file of /proc; empty when the process is gone. */
function readProc(path: string): string {
  try {
    return readFileSync(`/proc/${path}`, 'latin1');
  } catch {
    return '';
  }
}

/** All processes whose command line is this and that have not ended. */
export function pidsOf(command: string): readonly number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids
    .filter((pid) => readProc(`${pid}/cmdline`).replaceAll('\0', ' ').trim() === command)
    .filter((pid) => !/\) Z /.test(readProc(`${pid}/stat`)))
    .map(Number);
}

/** Whether this process runs; for who looks very often. */
export function runs(pid: number): boolean {
  const stat = readProc(`${pid}/stat`);
  return stat !== '' && !/\) [ZX] /.test(stat);
}

/** CPU time that a process has used, in seconds. */
export function cpuSecondsOf(pid: number): number {
  const stat = readProc(`${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** Resident memory, in bytes. */
export function residentBytesOf(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(readProc(`${pid}/status`))?.[1] ?? 0) * 1024;
}

/** Proportional set size, in bytes. */
export function pssBytesOf(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB/m.exec(readProc(`${pid}/smaps_rollup`))?.[1] ?? 0) * 1024;
}
