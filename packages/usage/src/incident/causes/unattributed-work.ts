import type { Cause, LookAlike } from '@fivewhys/evidence';
import { percent } from '../../words.ts';
import type { IncidentFacts } from '../incident-facts.ts';
import { isUnattributed, small, unattributedShare } from '../parts-of-rise.ts';
import { cpuWhy, unattributedNext, unattributedWhy } from '../whys-of-cpu.ts';
import { unattributedAlike } from './look-alikes.ts';

/**
 * Seen: the processes used more CPU time than before, and at least half of what came on top was charged to no request.
 * Implied: work that no request waits for: a timer, a batch, garbage collection, a worker thread, the pool of libuv.
 * Looks the same: whatever requests cost more for; the pool and garbage collection work for requests, too.
 * Settled by: whether what requests were charged rose as well, and whose CPU time it is: the main thread's, that of other threads, that of children.
 */
export const unattributedWork: Cause<IncidentFacts> = {
  id: 'unattributed-work',
  title: 'work that no request was charged with',
  weigh(facts) {
    const { cpu } = facts;
    if (cpu === undefined || !isUnattributed(cpu)) {
      return { kind: 'excluded', untold: cpu === undefined, because: unattributedAlike(facts).because };
    }
    const share = unattributedShare(cpu);
    const rest: Omit<LookAlike, 'cause'> = {
      excluded: 1 - share <= small,
      because: `what requests were charged with makes ${percent(1 - share)} of the rise of all CPU time`,
    };
    return {
      kind: 'fits',
      directness: 'direct',
      symptom: `CPU time that no request was charged with makes ${percent(share)} of the rise`,
      sentBy: 'unknown',
      whys: [cpuWhy(facts, cpu), unattributedWhy(cpu)],
      lookAlikes: ['costly-accounts', 'busy-accounts', 'dearer-endpoints', 'more-load'].map((cause) => ({
        cause,
        ...rest,
      })),
      notes:
        facts.usual.of === 'units'
          ? []
          : ['A limit per account does not see it; shareUnattributed: true charges it to all in proportion.'],
      next: unattributedNext(cpu),
      remedies: [],
      group: 'unattributed',
      measures: [],
    };
  },
};
