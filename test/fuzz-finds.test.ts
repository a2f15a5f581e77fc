import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { findsFolder } from '../tools/fuzz/fuzz-target.ts';
import { targets } from '../tools/fuzz/targets/index.ts';
import { tryInput } from '../tools/fuzz/worker.ts';

describe('what fuzzing found once is right now, and for ever:', () => {
  for (const name of existsSync(findsFolder) ? readdirSync(findsFolder) : []) {
    test(name, async () => {
      const target = targets.find((one) => name.startsWith(`${one.name}-`));
      assert.ok(target !== undefined, 'the name of a find begins with the name of its target');
      await tryInput(target, Uint8Array.from(readFileSync(join(findsFolder, name))));
    });
  }
});
