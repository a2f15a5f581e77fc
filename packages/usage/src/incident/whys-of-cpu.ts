import type { NextStep, Why } from '@fivewhys/evidence';
import { figureOf, times, wentTo } from '../words.ts';
import { changeText, fact } from './fact.ts';
import { type CpuChange, type IncidentFacts, riseOf, timesOf } from './incident-facts.ts';
import { usualText } from './usual-text.ts';

/** The symptom, as the processes see it. */
export function cpuWhy({ units, usual }: IncidentFacts, { attributed, unattributed }: CpuChange): Why {
  const all = {
    beforePerS: attributed.beforePerS + unattributed.beforePerS,
    duringPerS: attributed.duringPerS + unattributed.duringPerS,
  };
  return {
    claim: `CPU time of the processes rose to ${times(timesOf(all))} that of the baseline; what requests were charged with ${wentTo(timesOf(units))}`,
    evidence: [
      fact(`milliseconds of CPU time per second: ${changeText(all)}`),
      fact(`units per second: ${changeText(units)}`),
      fact(usualText(usual)),
    ],
  };
}

/** What went to no account, and whose it is. */
export function unattributedWhy(cpu: CpuChange): Why {
  const { unattributed } = cpu;
  const parts = partsOf(cpu);
  return {
    claim: `Work that no request was charged with took ${figureOf(unattributed.duringPerS)} ms of CPU time per second, after ${figureOf(Math.max(0, unattributed.beforePerS))}`,
    evidence: parts.map(({ name, change }) => fact(`${name}: ${changeText(change)} (milliseconds per second)`)),
  };
}

const steps: Readonly<Record<'thread' | 'otherThreads' | 'children', NextStep>> = {
  thread: {
    why: 'What the main thread did beside requests: a profile of the service shows timers, batches and garbage collection',
    command: 'node --cpu-prof app.js',
  },
  otherThreads: {
    why: 'Which threads it were: the pool of libuv (files, DNS, crypto, zlib), V8’s helpers, workers',
    command: 'top -H -p PID',
  },
  children: {
    why: 'Which children no request had started: what the service runs on a timer, or what runs on after its request',
    command: 'ps --ppid PID -o pid,time,args',
  },
};

/** What would tell more, by whose CPU time rose most. */
export function unattributedNext(cpu: CpuChange): NextStep[] {
  const [most] = partsOf(cpu).toSorted((a, b) => riseOf(b.change) - riseOf(a.change));
  return most === undefined ? [] : [steps[most.of]];
}

/** Those of which records tell something. */
function partsOf({ thread, otherThreads, children }: CpuChange) {
  const parts = [
    { of: 'thread' as const, name: 'this thread', change: thread },
    { of: 'otherThreads' as const, name: 'other threads', change: otherThreads },
    { of: 'children' as const, name: 'children that no request started', change: children },
  ];
  return parts.filter(({ change }) => change.beforePerS !== 0 || change.duringPerS !== 0);
}
