import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { throttleErrors } from '../src/errors.ts';

const root = join(import.meta.dirname, '../../..');

test('docs/throttling.md lists every code of an error once, and no other', () => {
  const page = readFileSync(join(root, 'docs/throttling.md'), 'utf8');
  const codes = [...page.matchAll(/^\| `(THROTTLE_\w+)` \|/gm)].map(([, code]) => code);
  assert.deepEqual(codes.toSorted(), Object.keys(throttleErrors).toSorted());
});

test('the README mounts every adapter that there is', async () => {
  const readme = readFileSync(join(root, 'packages/throttle/README.md'), 'utf8');
  const adapters = Object.keys(await import('../src/index.ts')).filter(
    (name) => name.startsWith('throttle') && name !== 'throttleErrors',
  );
  assert.equal(adapters.length, 5);
  for (const name of adapters) assert(readme.includes(`${name}(throttle`), name);
});
