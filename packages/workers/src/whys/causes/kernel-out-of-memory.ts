import type { CatalogueEntry } from '@fivewhys/evidence';
import { workerCatalogue } from '../catalogue.ts';
import type { WorkerCause } from '../cause.ts';
import { wordsOf } from '../links.ts';
import type { Trouble } from '../trouble.ts';
import { doesNotFit, fits } from '../weighed.ts';

const entry: CatalogueEntry = {
  seen: [
    {
      text: "SIGKILL, and oom_kill in memory.events of the worker's cgroup has counted.",
      source: 'Linux, Documentation/admin-guide/cgroup-v2.rst',
    },
  ],
  implies: [
    {
      text: 'The processes of the group together wanted more memory than their limit, or than the machine has, and the kernel chose one of them.',
      source: 'Linux, Documentation/admin-guide/cgroup-v2.rst, memory.oom.group',
    },
  ],
  lookAlikes: [
    { cause: 'ended-from-outside', toldBy: 'memory.events counts no oom_kill' },
    { cause: 'memory-limit', toldBy: 'the supervisor says that it ended it' },
  ],
  settledBy: [
    { text: 'memory.events, or the kernel log: "Out of memory: Killed process".', source: 'Linux, mm/oom_kill.c' },
  ],
  remedies: [
    {
      summary: 'Replace a worker before the kernel chooses one: a soft limit below the hard one',
      commands: ['fivewhys supervise --memory-soft 400M --memory-hard 600M -- node worker.js'],
      harm: 'a worker that needs more for a moment is replaced, too',
      verify: 'soft-memory-limit events come, and no kernel-out-of-memory',
      undo: 'take the options away',
      source: 'docs/workers.md',
    },
  ],
  captures: [],
};

/** Seen: SIGKILL, and a count of the kernel. It implies too much memory in the group or the machine. Alike: someone's kill -9, the supervisor's own limit. Settled by memory.events. */
export const kernelOutOfMemory: WorkerCause = {
  id: 'kernel-out-of-memory',
  title: workerCatalogue['kernel-out-of-memory'],
  entry,
  weigh(trouble: Trouble) {
    const isKernel = trouble.passings.some(({ death }) => death?.cause === 'kernel-out-of-memory');
    if (!isKernel) {
      const isTold = trouble.passings.every(
        ({ signal, death }) => (signal ?? death?.exitCode) !== undefined && signal !== 'SIGKILL',
      );
      return isTold
        ? doesNotFit('the kernel kills with SIGKILL, and none died of it')
        : doesNotFit('no counter of the kernel tells of it', 'untold');
    }
    return fits(trouble, {
      directness: 'direct',
      whys: [
        {
          claim: 'The kernel killed for want of memory in the cgroup',
          evidence: wordsOf(trouble, ({ death }) => death?.evidence[0]),
        },
      ],
      lookAlikes: [
        { cause: 'ended-from-outside', excluded: true, because: 'memory.events counts an oom_kill in their cgroup' },
        { cause: 'memory-limit', excluded: true, because: 'the supervisor did not end them' },
      ],
      remedies: entry.remedies,
      next: [
        {
          why: 'which process the kernel chose, and what held the memory',
          command: "journalctl -k --grep='Out of memory|oom-kill' -n 50",
        },
      ],
    });
  },
};
