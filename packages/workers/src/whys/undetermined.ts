import type { Cause } from '@fivewhys/evidence';
import type { Trouble } from './trouble.ts';
import { fits } from './weighed.ts';

/** Nothing fits: what is known is told, and what to collect. */
export const undetermined: Cause<Trouble> = {
  id: 'undetermined',
  title: 'no cause fits the evidence',
  weigh(trouble) {
    const { kind, passings } = trouble;
    const onlyQueue = passings.length === 0;
    return fits(trouble, {
      directness: 'indirect',
      whys: [
        {
          claim: onlyQueue
            ? `No worker of ${kind} died: why less is done than comes is not known`
            : 'How they ended is not known',
          evidence: [],
        },
      ],
      lookAlikes: onlyQueue
        ? [
            {
              cause: 'worker-hang',
              excluded: false,
              because: 'a worker that lives may do nothing; no heartbeat tells',
            },
            { cause: 'broker-down', excluded: false, because: 'whether workers reach it is not known' },
          ]
        : [{ cause: 'ended-from-outside', excluded: false, because: 'nobody saw them end' }],
      remedies: [],
      next: onlyQueue
        ? [
            {
              why: 'whether workers give signs of life',
              command: 'fivewhys supervise --health ipc --alive-within 1m -- COMMAND',
            },
          ]
        : [{ why: 'how the next one ends', command: 'fivewhys supervise -- COMMAND' }],
    });
  },
};
