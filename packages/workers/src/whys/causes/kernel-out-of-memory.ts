import type { CatalogueEntry, LookAlike } from '@fivewhys/evidence';
import { workerCatalogue } from '../catalogue.ts';
import type { WorkerCause } from '../cause.ts';
import { wordsOf } from '../links.ts';
import type { Passing } from '../passing.ts';
import type { Trouble } from '../trouble.ts';
import { doesNotFit, fits } from '../weighed.ts';

const entry: CatalogueEntry = {
  seen: [
    {
      text: "SIGKILL, and oom_kill in memory.events of the worker's cgroup has counted; without the memory controller, the line of the kernel log that names its pid, or oom_kill of /proc/vmstat at that moment.",
      source: 'Linux, Documentation/admin-guide/cgroup-v2.rst; mm/oom_kill.c',
    },
  ],
  implies: [
    {
      text: 'The processes of the group together wanted more memory than their limit, or than the machine has, and the kernel chose one of them.',
      source: 'Linux, Documentation/admin-guide/cgroup-v2.rst, memory.oom.group',
    },
  ],
  lookAlikes: [
    {
      cause: 'ended-from-outside',
      toldBy: 'neither memory.events nor /proc/vmstat counts an oom_kill, or the kernel log names another process',
    },
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
    const own = trouble.passings.filter(({ kernel }) => kernel?.byKernel === true);
    if (own.length === 0) {
      const { kernel } = trouble.passings[0] ?? {};
      if (kernel !== undefined && trouble.passings.every((passing) => passing.kernel?.byKernel === false)) {
        return doesNotFit(kernel.fact);
      }
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
          claim: claimOf(own),
          evidence: wordsOf({ ...trouble, passings: own }, ({ kernel }) => kernel?.fact),
        },
      ],
      lookAlikes: [
        notFromOutside(own),
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

/** Whose memory was full: the kernel log says it, and memory.events are those of the cgroup. */
function claimOf(own: readonly Passing[]): string {
  const firsts = own.map(({ kernel }) => kernel?.fact ?? '');
  if (firsts.some((fact) => /kernel log: Out of memory/.test(fact))) {
    return 'The kernel killed for want of memory on the machine';
  }
  if (firsts.every((fact) => !isOfMachine(fact))) return 'The kernel killed for want of memory in the cgroup';
  return 'The kernel killed for want of memory on this machine, or in a cgroup of it';
}

/** The machine's count does not say whom it hit. */
function notFromOutside(own: readonly Passing[]): LookAlike {
  const cause = 'ended-from-outside';
  return own.some(({ kernel }) => isOfMachine(kernel?.fact ?? ''))
    ? {
        cause,
        excluded: false,
        because: "the machine's count does not say whom the kernel killed, and its log is not at hand",
      }
    : {
        cause,
        excluded: true,
        because: 'the kernel says itself that it killed them: its log, or memory.events of their cgroup',
      };
}

function isOfMachine(fact: string): boolean {
  return fact.startsWith('/proc/vmstat');
}
