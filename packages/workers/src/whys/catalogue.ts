/**
 * The ids of the causes that events of workers can show, a public contract: an id is never given another meaning. Each has a file in `causes/`. What fits none is
 * `undetermined`, as in every flow.
 */
export const workerCatalogue = {
  'unbounded-recursion': 'code called itself without end',
  'logging-loop': 'logging logs in turn, and a guard cuts it',
  'v8-out-of-memory': "a worker's JavaScript heap reached its limit",
  'kernel-out-of-memory': 'the kernel killed a worker for want of memory',
  'memory-limit': 'the processes of a worker grew beyond their hard limit',
  'watchdog-abort': 'something else aborted a worker, as watchdogs do',
  'self-abort': 'a program aborted itself: an assertion, a fatal error',
  'native-crash': 'native code crashed',
  'ended-from-outside': 'someone else killed a worker or asked it to end',
  'worker-hang': 'a worker hung: no sign of life in time',
  'broker-down': 'the broker or a service behind it could not be reached',
  'queue-outgrown': 'more arrives in a queue than its workers can do',
  'poison-job': 'one job ends every worker that takes it',
  'faulty-release': 'it began with a change: a reload, or another command',
  'failed-exit': 'a worker ended itself with an error',
  'cannot-start': 'the command of a worker can not be started',
} as const;

export type WorkerCauseId = keyof typeof workerCatalogue;
