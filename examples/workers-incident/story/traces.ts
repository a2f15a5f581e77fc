import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where the kernel's trace is to be had: it tells a guard which signal ended a parent. */
export interface Traces {
  readonly isThere: boolean;
  /** Takes away what was mounted for this. */
  unmount(): void;
}

/** Finds tracefs where it is mounted, else mounts it in a folder of its own; that takes root. */
export function mountTraces(): Traces {
  if (readFileSync('/proc/self/mountinfo', 'utf8').includes(' - tracefs ')) return { isThere: true, unmount: () => {} };
  const folder = mkdtempSync(join(tmpdir(), 'workers-incident-traces-'));
  const isThere = spawnSync('mount', ['-t', 'tracefs', 'tracefs', folder]).status === 0;
  return {
    isThere,
    unmount: () => {
      if (isThere) spawnSync('umount', [folder]);
      rmdirSync(folder);
    },
  };
}
