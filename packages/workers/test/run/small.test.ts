import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { it } from 'node:test';

// A supervisor of a hundred workers is to hold less than 80 MB (bench/README.md): HTTP and TLS of Node.js alone take ten.
it('a supervisor that asks for nothing by HTTP does not load it', () => {
  const source = join(import.meta.dirname, '../../src/run/supervise.ts');
  const program = `await import(${JSON.stringify(source)}); console.log(process.moduleLoadList.join('\\n'));`;
  const args = ['--conditions=@fivewhys/source', '--input-type=module', '-e', program];
  const loaded = execFileSync(process.execPath, args, { encoding: 'utf8' }).split('\n');
  assert.ok(loaded.includes('NativeModule child_process'), 'the list is told');
  for (const name of ['http', 'https', 'tls']) assert.ok(!loaded.includes(`NativeModule ${name}`), name);
});
