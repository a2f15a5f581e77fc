import type { WorkerKind } from '../config/worker-kind.ts';
import type { WorkerAction } from '../decisions/worker-model.ts';
import type { WorkerFact, WorkerSubject } from './worker-event.ts';

/** What an action says of a worker as evidence; undefined where something else will tell it. */
export function factOfAction(action: WorkerAction, subject: WorkerSubject, kind: WorkerKind): WorkerFact | undefined {
  const { worker } = subject;
  switch (action.kind) {
    case 'drain':
      return { event: 'worker-asked-to-end', because: action.because, signal: action.signal, ...subject };
    case 'say-ready':
      return { event: 'worker-ready', afterMs: action.afterMs, ...subject };
    case 'say-restart':
      return { event: 'restart-scheduled', worker, inMs: action.inMs };
    case 'say-soft-limit':
      return { event: 'soft-memory-limit', bytes: action.bytes, limitBytes: kind.memory.softBytes ?? 0, ...subject };
    case 'say-hard-limit':
      return { event: 'hard-memory-limit', bytes: action.bytes, limitBytes: kind.memory.hardBytes ?? 0, ...subject };
    case 'say-crash-loop':
      return { event: 'crash-loop', worker, ...action.loop };
    case 'start':
    case 'kill':
    case 'sweep':
      return undefined;
  }
}
