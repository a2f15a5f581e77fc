import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { workerEventSchema } from '../../schema/json-schema.ts';
import type { WorkerEvent } from '../../src/index.ts';

describe('the schema of the evidence', () => {
  it('is shipped as it is (else: npm run schema)', () => {
    const shipped = readFileSync(join(import.meta.dirname, '../../worker-event.schema.json'), 'utf8');
    assert.deepEqual(JSON.parse(shipped), JSON.parse(JSON.stringify(workerEventSchema())));
  });

  it('names every event once', () => {
    const { oneOf, anyOf } = workerEventSchema() as { oneOf?: Named[]; anyOf?: Named[] };
    const names = (oneOf ?? anyOf ?? []).map(({ properties }) => properties.event.const);
    const known: Readonly<Record<WorkerEvent['event'], true>> = {
      'supervisor-started': true,
      'supervisor-stopped': true,
      'supervisor-died': true,
      'worker-started': true,
      'worker-adopted': true,
      'worker-ready': true,
      'worker-asked-to-end': true,
      'worker-died': true,
      'orphans-ended': true,
      'orphans-not-reaped': true,
      'logging-cut': true,
      'restart-scheduled': true,
      'crash-loop': true,
      'soft-memory-limit': true,
      'hard-memory-limit': true,
      'queue-lag': true,
      'queue-figures': true,
      'queue-alarm': true,
      'queue-unreadable': true,
      reloaded: true,
      'reload-refused': true,
      'guard-started': true,
      'guard-stopped': true,
      'parent-died': true,
    };
    assert.deepEqual(names.toSorted(), Object.keys(known).toSorted());
  });
});

interface Named {
  readonly properties: { readonly event: { readonly const: string } };
}
