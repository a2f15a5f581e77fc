import type { LookAlike } from '@fivewhys/evidence';
import { jobNamedIn } from './job-names.ts';
import { lastWords } from './passing.ts';
import { listed, spanText } from './phrases.ts';
import { recursionIn } from './recursion.ts';
import { returnedText, returnedWithDeaths } from './returned-item.ts';
import { isOwnSignal, signalsOf, type Trouble } from './trouble.ts';

/** Two workers that died within so little time did not do so one after the other with the same job. */
const togetherMs = 1000;

/** The kernel kills with SIGKILL, and counts it in `memory.events`. */
export function notTheKernel(trouble: Trouble): LookAlike {
  const cause = 'kernel-out-of-memory';
  const signals = signalsOf(trouble);
  if (signals.length > 0 && !signals.includes('SIGKILL')) {
    return { cause, excluded: true, because: `the kernel kills with SIGKILL, and they died of ${listed(signals)}` };
  }
  if (trouble.passings.every(({ kernel }) => kernel?.byKernel === false))
    return { cause, excluded: true, because: 'the kernel counted no kill for want of memory when they died' };
  if (signals.length === 0 && trouble.passings.every(({ death }) => death?.exitCode !== undefined)) {
    return { cause, excluded: true, because: 'they ended by themselves, with an exit status' };
  }
  return { cause, excluded: false, because: 'who sent SIGKILL is not known, and no counter of the kernel is at hand' };
}

/** A watchdog aborts from outside: the process itself has no words for it, and is not the sender. */
export function notAWatchdog({ passings }: Trouble): LookAlike {
  const cause = 'watchdog-abort';
  if (passings.some(({ signal }) => signal === 'SIGABRT') === false) {
    return { cause, excluded: true, because: 'watchdogs abort with SIGABRT, and none died of it' };
  }
  if (passings.every((passing) => isOwnSignal(passing) === true)) {
    return {
      cause,
      excluded: true,
      because: "the kernel's trace names the dead process as the sender of its own signal",
    };
  }
  if (passings.every((passing) => passing.death?.cause === 'abort' || passing.death?.cause === 'v8-out-of-memory')) {
    return { cause, excluded: true, because: 'each wrote the words of its own abort before it died' };
  }
  if (passings.every((passing) => recursionIn(lastWords(passing)) !== undefined)) {
    return { cause, excluded: true, because: 'each wrote why it could not go on before it died' };
  }
  return { cause, excluded: false, because: 'who sent SIGABRT is not known' };
}

/** V8 says so itself when its heap is full. */
export function notTheHeap({ passings }: Trouble): LookAlike {
  const cause = 'v8-out-of-memory';
  if (passings.some(({ death }) => death?.cause === 'v8-out-of-memory')) {
    return { cause, excluded: false, because: 'some of them wrote that the heap had reached its limit' };
  }
  if (passings.every(({ death }) => (death?.lastLines.length ?? 0) > 0)) {
    return { cause, excluded: true, because: 'no last line and no diagnostic report tells of the heap' };
  }
  return { cause, excluded: false, because: 'their last words are not known' };
}

/** A recursion fills the stack, and the runtime says so. */
export function notARecursion({ passings }: Trouble): LookAlike {
  const cause = 'unbounded-recursion';
  if (passings.every(({ death }) => (death?.lastLines.length ?? 0) > 0)) {
    return { cause, excluded: true, because: 'no last line tells of a full stack, and no stack goes round' };
  }
  return { cause, excluded: false, because: 'their last words are not known' };
}

/** One job is with one worker at a time. */
export function notOneJob(trouble: Trouble): LookAlike {
  const cause = 'poison-job';
  const told = returnedWithDeaths(trouble);
  if (told !== undefined) return { cause, excluded: !told.eachTime, because: returnedText(told) };
  const { passings } = trouble;
  const jobs = passings.map((passing) => jobNamedIn(lastWords(passing)));
  const named = new Set(jobs.filter((job) => job !== undefined));
  if (named.size > 1) {
    return { cause, excluded: true, because: `their last lines name different jobs: ${listed([...named])}` };
  }
  const pair = passings.find((passing, index) => {
    const next = passings[index + 1];
    return (
      next !== undefined && next.worker !== passing.worker && next.sighted.atMs - passing.sighted.atMs < togetherMs
    );
  });
  const after = pair === undefined ? undefined : passings[passings.indexOf(pair) + 1];
  if (pair !== undefined && after !== undefined && named.size === 0) {
    const apart = spanText(after.sighted.atMs - pair.sighted.atMs);
    return {
      cause,
      excluded: true,
      because: `${pair.worker} and ${after.worker} died within ${apart}: one job is not with both`,
    };
  }
  const [job] = named;
  return {
    cause,
    excluded: false,
    because: job === undefined ? 'their last lines name no job' : `job ${job} is named in the last lines`,
  };
}
