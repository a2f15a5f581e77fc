import { isAlive } from './proc.ts';
import type { ProcessIdentity } from './process-info.ts';

/**
 * Sends a signal to this very instance: its start time is read again right before, so a process that took over the pid is not hit.
 *
 * @returns whether it was sent; not when the instance has ended or is not ours to signal
 */
export function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
  if (!isAlive(identity)) return false;
  try {
    return process.kill(identity.pid, signal);
  } catch {
    return false;
  }
}
