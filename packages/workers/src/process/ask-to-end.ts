import { readProcess } from './proc.ts';
import type { ProcessIdentity } from './process-info.ts';
import { signalProcess } from './signal-process.ts';

/** Sends a signal by which a process is to end in order, and lets one that is stopped go on: it would not hear it. @returns whether it was sent */
export function askToEnd(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
  const isSent = signalProcess(identity, signal);
  if (isSent && readProcess(identity.pid)?.state === 'T') signalProcess(identity, 'SIGCONT');
  return isSent;
}
