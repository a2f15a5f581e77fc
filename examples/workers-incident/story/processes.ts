import { readdirSync, readFileSync } from 'node:fs';

/** A process of the service. */
export interface ServiceProcess {
  readonly pid: number;
  readonly parentPid: number;
  readonly role: 'parent' | 'delivers';
  readonly pssBytes: number;
}

/** The processes of one run of the service, known by a variable of their environment. */
export function serviceProcesses(incident: string): readonly ServiceProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => processOf(Number(name), incident))
    .filter((process) => process !== undefined);
}

/** Those that deliver, and whose parent is gone. */
export function orphansAmong(processes: readonly ServiceProcess[]): readonly ServiceProcess[] {
  const parents = new Set(processes.filter(({ role }) => role === 'parent').map(({ pid }) => pid));
  return processes.filter(({ role, parentPid }) => role === 'delivers' && !parents.has(parentPid));
}

/** Ends all that a run has left. */
export function endAll(incident: string): void {
  for (const { pid } of serviceProcesses(incident)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
  }
}

function processOf(pid: number, incident: string): ServiceProcess | undefined {
  const environment = read(`/proc/${pid}/environ`)?.split('\0');
  if (environment?.includes(`INCIDENT=${incident}`) !== true) return undefined;
  const command = read(`/proc/${pid}/cmdline`) ?? '';
  const isParent = command.includes('webhooks.js');
  if (!isParent && !command.includes('bullmq')) return undefined;
  const stat = read(`/proc/${pid}/stat`) ?? '';
  const [state, parentPid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (state === undefined || state === 'Z' || state === 'X') return undefined;
  const pss = /^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`) ?? '')?.[1];
  return {
    pid,
    parentPid: Number(parentPid),
    role: isParent ? 'parent' : 'delivers',
    pssBytes: Number(pss ?? 0) * 1024,
  };
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
