/**
 * What `npm test` runs once the checkout is set up: the npm scripts below, each to its end even when one before it failed, so that one run tells all.
 *
 * The last line is `N passed, N failed, N skipped`, alone. A step that isn't the tests counts as one, so "0 failed" and exit status 0 say the same.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { formatSkipped, type SkippedTest, type TestResult } from './test-reporter.ts';

interface Step {
  readonly name: string;
  readonly script: string;
}

const root = join(import.meta.dirname, '..');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
const single: readonly Step[] = [
  { name: 'types', script: 'types' },
  { name: 'lint and format', script: 'lint' },
  { name: 'boundaries', script: 'boundaries' },
];
const tests: readonly Step[] = [
  { name: 'tests', script: 'unit' },
  { name: 'tests that want the machine for themselves', script: 'system' },
];

function main(): number {
  const failedSteps = single.filter((step) => !run(step)).map(({ name }) => name);
  let failed = failedSteps.length;
  let passed = single.length - failed;

  const skipped: SkippedTest[] = [];
  for (const step of tests) {
    const { result, succeeded } = runTests(step);
    passed += result.passed;
    failed += result.failed;
    skipped.push(...result.skipped);
    if (succeeded) continue;
    failedSteps.push(step.name);
    // The runner itself fell over, or it found no test: its numbers say nothing of it.
    if (result.failed === 0) failed += 1;
  }

  console.log('');
  if (skipped.length > 0) console.log(`skipped:\n${skipped.map(formatSkipped).join('\n')}`);
  for (const name of failedSteps) console.log(`FAILED: ${name}`);
  console.log(`${passed} passed, ${failed} failed, ${skipped.length} skipped`);
  return failed === 0 ? 0 : 1;
}

function runTests(step: Step): { readonly result: TestResult; readonly succeeded: boolean } {
  const folder = mkdtempSync(join(tmpdir(), 'fivewhys-check-'));
  const resultFile = join(folder, 'result.json');
  try {
    const succeeded = run(step, { FIVEWHYS_TEST_RESULT: resultFile });
    const result = readResult(resultFile);
    return { result, succeeded: succeeded && result.failed === 0 && result.passed > 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readResult(file: string): TestResult {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as TestResult;
  } catch {
    return { passed: 0, failed: 0, skipped: [] };
  }
}

function run({ name, script }: Step, env: NodeJS.ProcessEnv = {}): boolean {
  const command = scripts[script];
  if (command === undefined) throw new Error(`package.json has no script ${script}`);
  console.log(`\n== ${name}: ${command}`);
  const startMs = performance.now();
  const { status, signal, error } = spawnSync(command, {
    cwd: root,
    shell: true,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  const took = `${((performance.now() - startMs) / 1000).toFixed(1)} s`;
  if (status === 0) {
    console.log(`== ${name}: passed (${took})`);
    return true;
  }
  console.log(
    `== ${name}: FAILED, ${error?.message ?? (signal === null ? `exit status ${status}` : signal)} (${took})`,
  );
  return false;
}

process.exitCode = main();
