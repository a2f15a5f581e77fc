import type { CatalogueEntry } from '@fivewhys/evidence';
import { workerCatalogue } from '../catalogue.ts';
import type { WorkerCause } from '../cause.ts';
import { coreEvidence, coreStep } from '../core-files.ts';
import { wordsOf } from '../links.ts';
import { notTheKernel } from '../told-apart.ts';
import { isOwnSignal, type Trouble } from '../trouble.ts';
import { fits, notShown } from '../weighed.ts';

const crashes = new Set(['SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGSYS']);

const entry: CatalogueEntry = {
  seen: [{ text: 'SIGSEGV, SIGBUS, SIGILL, SIGFPE or SIGSYS.', source: 'signal(7)' }],
  implies: [
    {
      text: 'Machine code did what the processor or the kernel forbids: an addon, a runtime, a wrong binary.',
      source: 'signal(7)',
    },
  ],
  lookAlikes: [
    { cause: 'ended-from-outside', toldBy: 'somebody else sent the signal' },
    { cause: 'kernel-out-of-memory', toldBy: 'SIGKILL' },
  ],
  settledBy: [{ text: 'The core file: the stack of the thread that crashed.', source: 'core(5)' }],
  remedies: [
    {
      summary: 'Take a core file, and look at the stack',
      commands: ['coredumpctl debug', 'ulimit -c unlimited'],
      harm: 'a core file is as large as the process, and holds all that it held',
      verify: '`coredumpctl list` names the crash',
      undo: 'ulimit -c 0',
      source: 'core(5), coredumpctl(1)',
    },
  ],
  captures: [],
};

/** Seen: a signal of the processor or the kernel. It implies machine code at fault. Alike: such a signal sent by hand. Settled by a core file. */
export const nativeCrash: WorkerCause = {
  id: 'native-crash',
  title: workerCatalogue['native-crash'],
  entry,
  weigh(trouble: Trouble) {
    const own = trouble.passings.filter(({ signal }) => signal !== undefined && crashes.has(signal));
    if (own.length === 0) return notShown(trouble, 'none died of a signal of the processor');
    return fits(trouble, {
      directness: 'direct',
      whys: [
        {
          claim: 'Native code crashed',
          evidence: [...wordsOf(trouble, ({ death }) => death?.claim), ...coreEvidence(trouble)],
        },
      ],
      lookAlikes: [
        own.every((passing) => isOwnSignal(passing) === true)
          ? {
              cause: 'ended-from-outside',
              excluded: true,
              because: "the kernel's trace names the dead process itself, and no other sender",
            }
          : { cause: 'ended-from-outside', excluded: false, because: 'who sent the signal is not known' },
        notTheKernel(trouble),
      ],
      remedies: entry.remedies,
      next: [coreStep(trouble, 'the stack of the thread that crashed')],
    });
  },
};
