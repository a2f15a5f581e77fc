import type { WorkerCause } from '../cause.ts';
import { brokerDown } from './broker-down.ts';
import { cannotStart } from './cannot-start.ts';
import { endedFromOutside } from './ended-from-outside.ts';
import { failedExit } from './failed-exit.ts';
import { faultyRelease } from './faulty-release.ts';
import { kernelOutOfMemory } from './kernel-out-of-memory.ts';
import { loggingLoop } from './logging-loop.ts';
import { memoryLimit } from './memory-limit.ts';
import { nativeCrash } from './native-crash.ts';
import { poisonJob } from './poison-job.ts';
import { queueOutgrown } from './queue-outgrown.ts';
import { selfAbort } from './self-abort.ts';
import { unboundedRecursion } from './unbounded-recursion.ts';
import { v8OutOfMemory } from './v8-out-of-memory.ts';
import { watchdogAbort } from './watchdog-abort.ts';
import { workerHang } from './worker-hang.ts';

/** All causes, the more specific before the less. */
export const workerCauses: readonly WorkerCause[] = [
  cannotStart,
  unboundedRecursion,
  loggingLoop,
  v8OutOfMemory,
  kernelOutOfMemory,
  memoryLimit,
  workerHang,
  poisonJob,
  brokerDown,
  watchdogAbort,
  nativeCrash,
  selfAbort,
  endedFromOutside,
  failedExit,
  queueOutgrown,
  faultyRelease,
];
