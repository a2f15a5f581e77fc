import type { WorkerFact } from '../events/worker-event.ts';

type FieldType = 'string' | 'number' | 'boolean' | 'list' | 'death' | 'figures';

/** What the whys take from an event must be there, and of this type: a file may be damaged, or of a later version. Events that are not listed are counted and not looked at. */
const shapes: Readonly<Partial<Record<WorkerFact['event'], Readonly<Record<string, FieldType>>>>> = {
  'supervisor-started': { containment: 'string' },
  'supervisor-died': { adopted: 'number', swept: 'number' },
  'worker-started': { worker: 'string', pid: 'number', command: 'list' },
  'worker-adopted': { worker: 'string', pid: 'number' },
  'worker-died': { worker: 'string', pid: 'number', death: 'death' },
  'orphans-ended': {
    worker: 'string',
    pid: 'number',
    orphans: 'list',
    count: 'number',
    tookMs: 'number',
    left: 'number',
  },
  'logging-cut': { worker: 'string', what: 'string', count: 'number', message: 'string' },
  'restart-scheduled': { worker: 'string', inMs: 'number' },
  'crash-loop': { worker: 'string', deaths: 'number', inMs: 'number', cause: 'string' },
  'soft-memory-limit': { worker: 'string', bytes: 'number', limitBytes: 'number' },
  'hard-memory-limit': { worker: 'string', bytes: 'number', limitBytes: 'number' },
  'queue-lag': { kind: 'string', trend: 'string' },
  'queue-figures': { kind: 'string', figures: 'figures' },
  'queue-alarm': { kind: 'string', alarm: 'string', state: 'string', figures: 'figures' },
  'queue-unreadable': { kind: 'string', because: 'string' },
  reloaded: { added: 'number', removed: 'number', replaced: 'number' },
  'guard-started': { dryRun: 'boolean', sees: 'string', match: 'string' },
  'parent-died': {
    pid: 'number',
    command: 'string',
    orphans: 'list',
    ended: 'boolean',
    tookMs: 'number',
    left: 'number',
  },
};

/** Whether the whys look at events of this name. */
export function isOfUse(name: string): boolean {
  return Object.hasOwn(shapes, name);
}

/** The first field that is missing or of another type; undefined when the event is whole. */
export function wrongField(name: string, event: Readonly<Record<string, unknown>>): string | undefined {
  const shape = shapes[name as WorkerFact['event']] ?? {};
  return Object.entries(shape).find(([field, type]) => !isOfType(event[field], type))?.[0];
}

function isOfType(value: unknown, type: FieldType): boolean {
  switch (type) {
    case 'list':
      return Array.isArray(value);
    case 'death':
      return isDeath(value);
    case 'figures':
      return typeof value === 'object' && value !== null;
    case 'number':
      return Number.isFinite(value);
    default:
      return typeof value === type;
  }
}

function isDeath(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { cause, claim, evidence, lastLines, javascriptStack } = value as Record<string, unknown>;
  const lists = [evidence, lastLines, javascriptStack];
  return (
    typeof cause === 'string' &&
    typeof claim === 'string' &&
    lists.every((list) => Array.isArray(list) && list.every((line) => typeof line === 'string'))
  );
}
