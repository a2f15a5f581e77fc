import type { NextStep } from '@fivewhys/evidence';
import { wordsOf } from './links.ts';
import type { Trouble } from './trouble.ts';

/** Where the cores are of those that crashed, as evidence. */
export function coreEvidence(trouble: Trouble) {
  return wordsOf(trouble, ({ death }) => {
    if (death?.coreFile !== undefined) return `core file ${death.coreFile}`;
    return death?.coreHandler === undefined ? undefined : `the kernel hands core files to ${death.coreHandler}`;
  });
}

/** How to look into a core. @param why what it would show */
export function coreStep({ passings }: Trouble, why: string): NextStep {
  const last = passings.findLast(({ death }) => (death?.coreFile ?? death?.coreHandler) !== undefined);
  const { coreFile, coreHandler } = last?.death ?? {};
  if (coreFile !== undefined) return { why, command: `gdb --core='${coreFile.replaceAll("'", String.raw`'\''`)}'` };
  if (coreHandler?.includes('systemd-coredump')) return { why, command: `coredumpctl info ${last?.pid}` };
  if (coreHandler !== undefined)
    return { why: `${why}: ${coreHandler} has it`, command: 'cat /proc/sys/kernel/core_pattern' };
  return {
    why: `${why}: no core file was found; where they go, and whether they are written`,
    command: 'cat /proc/sys/kernel/core_pattern; ulimit -c',
  };
}
