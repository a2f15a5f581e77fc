/**
 * The reporter of our test runs: what Node's `spec` reporter prints, then every skipped test by name with its reason.
 *
 * With FIVEWHYS_TEST_RESULT=FILE it also writes a {@link TestResult} there, from which `check.ts` makes the last lines of `npm test`.
 */
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import process from 'node:process';
import { Readable } from 'node:stream';
import { spec, type TestEvent } from 'node:test/reporters';

export interface SkippedTest {
  readonly file: string;
  readonly name: string;
  readonly reason: string;
}

export interface TestResult {
  readonly passed: number;
  readonly failed: number;
  /** Tests and whole suites that were skipped or are marked as still to do. Node counts the tests of a skipped suite nowhere; here the suite is one. */
  readonly skipped: readonly SkippedTest[];
}

export default async function* report(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const names = new Map<string, string>();
  const skipped: SkippedTest[] = [];
  let passed = 0;
  let failed = 0;

  function observe({ type, data }: TestEvent): void {
    if (type === 'test:start') {
      const parent = names.get(`${data.file} ${data.parentId}`);
      names.set(`${data.file} ${data.testId}`, parent === undefined ? data.name : `${parent} > ${data.name}`);
    } else if (type === 'test:pass' || type === 'test:fail') {
      const { skip, todo } = data;
      if (skip === undefined && todo === undefined) return;
      skipped.push({
        file: relative(process.cwd(), data.file ?? ''),
        name: names.get(`${data.file} ${data.testId}`) ?? data.name,
        reason: todo === undefined ? reasonOf(skip) : `to do: ${reasonOf(todo)}`,
      });
    } else if (type === 'test:summary' && data.file === undefined) {
      passed = data.counts.passed;
      failed = data.counts.tests - data.counts.passed - data.counts.skipped - data.counts.todo;
    }
  }

  async function* observed(): AsyncGenerator<TestEvent> {
    for await (const event of events) {
      observe(event);
      yield event;
    }
  }

  for await (const text of Readable.from(observed()).compose(new spec())) yield String(text);

  if (skipped.length > 0) yield `\nskipped:\n${skipped.map(formatSkipped).join('\n')}\n`;
  const resultFile = process.env.FIVEWHYS_TEST_RESULT;
  if (resultFile !== undefined) {
    writeFileSync(resultFile, JSON.stringify({ passed, failed, skipped } satisfies TestResult));
  }
}

export function formatSkipped({ file, name, reason }: SkippedTest): string {
  return `  ${file}: ${name}: ${reason}`;
}

function reasonOf(given: string | boolean | undefined): string {
  return typeof given === 'string' && given !== '' ? given : 'no reason given';
}
