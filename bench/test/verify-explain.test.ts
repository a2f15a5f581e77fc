import assert from 'node:assert/strict';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { buildCommand } from '../src/runner/published-command.ts';
import { verifyExplain } from '../src/runner/verify-explain.ts';
import { generateTraffic } from '../src/traffic/generate-traffic.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'fivewhys-bench-'));
after(() => rmSync(folder, { recursive: true, force: true }));

describe('explain', () => {
  before(() => buildCommand(root));

  for (const seed of [1, 2, 3]) {
    it(`names the generator's cause for every reset, with seed ${seed}`, () => {
      const path = join(folder, `seed-${seed}.pcap`);
      const fd = openSync(path, 'w');
      const truth = generateTraffic(
        { connections: 1_000, packets: 30_000, seed, snaplenBytes: 128, oneResetIn: 4 },
        { write: (bytes) => void writeSync(fd, bytes) },
      );
      closeSync(fd);
      const check = verifyExplain(root, { path, truth, made: true });
      const others = check.shapes.filter(({ agreeing, resets }) => agreeing !== resets);
      assert.deepEqual(others, []);
      assert.deepEqual([check.resets, check.found, check.correct], [250, 250, true]);
    });
  }
});
