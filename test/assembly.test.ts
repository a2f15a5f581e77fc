import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { compileLoop, loops } from '../tools/compile-assembly.ts';

const root = join(import.meta.dirname, '..');

describe('a loop compiled to WebAssembly', () => {
  for (const { source, target } of loops) {
    test(`${target} is what its source is compiled to`, async () => {
      assert.equal(readFileSync(join(root, target), 'utf8'), await compileLoop(source), 'run `npm run assembly`');
    });
  }
});
