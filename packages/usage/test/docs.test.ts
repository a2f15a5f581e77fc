import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { incidentCauses } from '../src/incident/causes/index.ts';
import { undetermined } from '../src/incident/causes/undetermined.ts';

test('docs/usage.md lists every cause of an incident once, and no other', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/usage.md'), 'utf8');
  const section = (page.split('### An incident\n')[1] ?? '').split('\n## ')[0] ?? '';
  const ids = [...section.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, id]) => id);
  assert.deepEqual(
    ids,
    [...incidentCauses, undetermined].map(({ id }) => id),
  );
});
