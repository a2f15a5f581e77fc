import type { Orphan, WorkerEvent } from '../events/worker-event.ts';
import { alarmText, figuresText } from './queue-text.ts';

/** An event in a sentence, for the lines above the live view. */
export function eventSentence(event: WorkerEvent): string {
  return `${event.instant.slice(11, 19)} ${sentenceOf(event)}`;
}

function sentenceOf(event: WorkerEvent): string {
  switch (event.event) {
    case 'supervisor-started':
      return `started (${event.containment}): ${event.promise}`;
    case 'supervisor-stopped':
      return event.because === 'crash-loop' ? 'stopped: every worker was given up' : `stopped (${event.because})`;
    case 'supervisor-died':
      return `the supervisor ${event.pid} had died: ${event.adopted} workers adopted, ${event.swept} swept`;
    case 'worker-started':
      return `${event.worker} started as ${event.pid}`;
    case 'worker-adopted':
      return `${event.worker} adopted, it runs as ${event.pid}`;
    case 'worker-ready':
      return `${event.worker} ready after ${event.afterMs} ms`;
    case 'worker-asked-to-end':
      return `${event.worker} asked to end with ${event.signal} (${event.because})`;
    case 'worker-died':
      return `${event.worker} (${event.pid}) died: ${event.death.claim} (${event.death.cause}; ${event.death.evidence.join('; ')})`;
    case 'orphans-ended':
      return `${event.worker}: ${orphansOf(event.count, event.orphans)} ended in ${event.tookMs} ms${event.killed ? ', killed' : ''}${leftOf(event.left)}`;
    case 'orphans-not-reaped':
      return `ended orphans stay as zombies: process ${event.pid} (${event.command}) does not reap them. In a container an init does (docker run --init)`;
    case 'logging-cut':
      return `${event.worker}: ${event.what}, and was cut (${event.count} so far): ${event.message}`;
    case 'restart-scheduled':
      return `${event.worker} starts again in ${event.inMs} ms`;
    case 'crash-loop':
      return `${event.worker} given up: ${event.deaths} deaths in ${(event.inMs / 1000).toFixed(1)} s of cause ${event.cause}`;
    case 'soft-memory-limit':
    case 'hard-memory-limit':
      return `${event.worker}: ${megabytes(event.bytes)} are beyond the ${event.event === 'soft-memory-limit' ? 'soft' : 'hard'} limit of ${megabytes(event.limitBytes)}`;
    case 'queue-lag':
      return `the queue of ${event.kind} ${lagWords[event.trend]}${event.lag === undefined ? '' : `: ${event.lag}`}`;
    case 'queue-figures':
      return `queue of ${event.kind}: ${figuresText(event.figures)}`;
    case 'queue-alarm':
      return `queue of ${event.kind}: ${event.state === 'begun' ? '' : 'no longer: '}${alarmText(event)} (${figuresText(event.figures)})`;
    case 'queue-unreadable':
      return `the queue of ${event.kind} can’t be read, its figures are unknown: ${event.because}`;
    case 'reloaded':
      return `reloaded: ${event.added} workers more, ${event.removed} fewer, ${event.replaced} to be replaced`;
    case 'reload-refused':
      return `not reloaded: ${event.because}`;
    case 'guard-started':
      return `guarding what matches ${event.match}${event.dryRun ? ', ending nothing' : ''}: ${event.promise}`;
    case 'guard-stopped':
      return `guard stopped (${event.because})`;
    case 'parent-died': {
      const memory = event.outOfMemory?.byKernel === true ? ', killed by the kernel for want of memory' : '';
      const by = `${event.signal === undefined ? '' : ` of ${event.signal}`}${memory}`;
      const what = orphansOf(event.orphans.length, event.orphans);
      return `parent ${event.pid} (${event.command}) died${by}: ${what} ${event.ended ? `ended in ${event.tookMs} ms` : 'left alone (dry run)'}${leftOf(event.left)}`;
    }
  }
}

const lagWords = {
  grows: 'lags behind more and more',
  'does-not-grow': 'does not lag behind more than before',
  unknown: 'can’t be read',
} as const;

function orphansOf(count: number, orphans: readonly Orphan[]): string {
  const bytes = orphans.reduce((sum, { pssBytes }) => sum + (pssBytes ?? 0), 0);
  return `${count} ${count === 1 ? 'orphan' : 'orphans'} holding ${megabytes(bytes)}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)}M`;
}

function leftOf(left: number): string {
  return left === 0 ? '' : `; ${left} could not be ended`;
}
