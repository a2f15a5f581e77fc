import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { workerEventSchema } from '../schema/json-schema.ts';
import { deathCauses } from '../src/death/death.ts';
import { readConfig } from '../src/index.ts';
import { EventCounts } from '../src/metrics/event-counts.ts';
import { supervisorMetrics } from '../src/metrics/supervisor-metrics.ts';
import { kindOf, Supervised } from './fixtures/supervised.ts';

const text = readFileSync(join(import.meta.dirname, '../../../docs/workers.md'), 'utf8');

function sectionOf(title: string): string {
  return (text.split(`## ${title}\n`)[1] ?? '').split('\n## ')[0] ?? '';
}

/** The words in backticks in the first cells of a section's table. */
function firstCells(title: string): readonly string[] {
  const rows = sectionOf(title)
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  return rows.flatMap((row) => [...(row.split(' | ')[0] ?? '').matchAll(/`([^`]+)`/g)].map(([, word = '']) => word));
}

/** `backoff.first` and so on, of what an object holds. */
function pathsOf(value: object, prefix = ''): readonly string[] {
  return Object.entries(value).flatMap(([name, inner]) =>
    typeof inner === 'object' && !Array.isArray(inner) && name !== 'env'
      ? pathsOf(inner, `${prefix}${name}.`)
      : [prefix + name],
  );
}

describe('docs/workers.md', () => {
  it('lists every cause of a death, and no other', () => {
    assert.deepEqual(firstCells('Deaths').toSorted(), deathCauses.toSorted());
  });

  it('lists every event, and no other', () => {
    const { oneOf = [] } = workerEventSchema() as {
      oneOf?: { properties: { event: { const: string } } }[];
    };
    assert.deepEqual(
      firstCells('Evidence').toSorted(),
      oneOf.map(({ properties }) => properties.event.const).toSorted(),
    );
  });

  it('gives an example that is read, holds every field, and each of them is in the table', () => {
    const example = /```json\n([\s\S]*?)```/.exec(sectionOf('Configuration'))?.[1] ?? assert.fail();
    const [kind] = readConfig(example).workers;
    const { workers } = JSON.parse(example) as { workers: readonly object[] };
    const unset = Object.entries(kind ?? assert.fail()).filter(([, value]) => value === undefined);
    assert.deepEqual(unset, [], 'a field that a kind of worker has is missing in the example');
    const paths = new Set(workers.flatMap((worker) => pathsOf(worker)));
    assert.deepEqual(firstCells('Configuration').toSorted(), [...paths].toSorted());
  });

  it('lists every metric, and no other', async () => {
    await using supervised = await Supervised.start([kindOf(['sleep', '1000'])]);
    const all = new Set<string>();
    const counts = new EventCounts();
    for (const { name } of supervisorMetrics(supervised.supervisor, 'shop', counts)) all.add(name);
    for (const { name } of counts.ofGuard()) all.add(name);
    all.add('fivewhys_guard_parents');
    assert.deepEqual(firstCells('Metrics').toSorted(), [...all].toSorted());
  });
});
