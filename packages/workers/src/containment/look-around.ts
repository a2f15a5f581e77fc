import { listProcesses, readEnvironment } from '../process/proc.ts';
import type { Look } from './containment.ts';

/** Looks at all processes; an environment is read when it is first asked for. */
export function lookAround(): Look {
  const environments = new Map<number, readonly string[] | undefined>();
  return {
    processes: listProcesses(),
    environmentOf(pid) {
      if (!environments.has(pid)) environments.set(pid, readEnvironment(pid));
      return environments.get(pid);
    },
  };
}
