import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { analyzeUsage, renderUsage, type UsageReport, usageFormats } from '@fivewhys/usage';
import { filledPage } from '../../report/schema/field-tables.ts';
import type { RootSchema } from '../../report/schema/json-schema.ts';
import { usageReport, usageReportSchema } from '../schema/usage-report.ts';
import { log, ms, record } from './logs.ts';

const folder = join(import.meta.dirname, '..');
const plain = { width: 80, color: false, unicode: true };
const hourMs = 3_600_000;

/** Escape sequences, markup, a formula: what a client may call itself. */
const odd = '\u001b[31m<script>"=1+1",`x`\u202e|\n';

describe('what is printed', () => {
  let full: UsageReport;
  let bare: UsageReport;

  before(async () => {
    const usual = Array.from({ length: 300 }, (_, index) =>
      record({
        account: index === 0 ? odd : `account-${index % 30}`,
        atMs: index * 60_000,
        cost: 10 + (index % 7),
        route: `GET /${index % 3}`,
      }),
    );
    const dear = Array.from({ length: 30 }, (_, index) =>
      record({ account: odd, atMs: 2 * hourMs + index * 1000, cost: 900 }),
    );
    full = await analyzeUsage([log([...usual, '{', ...dear]), 'no/such/file'], {
      recommend: true,
      percentile: 50,
      simulate: { units: 500 },
      incident: { fromMs: ms(2 * hourMs), toMs: ms(2.5 * hourMs) },
    });
    bare = await analyzeUsage([log([record({ cost: 0 })])], { recommend: true });
  });

  test('as JSON keeps its contract, with all of it and with next to nothing', () => {
    for (const report of [full, bare, { inputs: [], unreadable: [], figures: undefined }]) {
      const output = JSON.parse(renderUsage(report, 'json', plain).output);
      assert.deepEqual(usageReport.parse(output), output);
    }
  });

  test('as JSON has a recommendation, or null and the reason', () => {
    const { recommendation, refused } = JSON.parse(renderUsage(full, 'json', plain).output);
    assert(recommendation.limit > 0 && recommendation.low <= recommendation.high && recommendation.windowMs === hourMs);
    assert.equal(refused, undefined);
    const without = JSON.parse(renderUsage(bare, 'json', plain).output);
    assert.equal(without.recommendation, null);
    assert.match(without.refused, /too few/);
  });

  test('keeps to the width of the terminal, in ASCII if it must, and nothing of a name acts on it', () => {
    for (const width of [40, 80, 120]) {
      for (const unicode of [true, false]) {
        const { output } = renderUsage(full, 'text', { width, color: false, unicode, verbose: true });
        const drawn = output.split('\n').filter((line) => /[│█▁|#:]{3}/.test(line));
        for (const line of drawn) assert(line.length <= Math.max(40, width), `${width}: ${line}`);
        for (const sign of ['\u001b', '\u202e']) assert(!output.includes(sign));
        if (!unicode) assert.doesNotMatch(output, /[^\n -~]/);
      }
    }
  });

  test('has colours only when they are wanted', () => {
    assert(renderUsage(full, 'text', { ...plain, color: true }).output.includes('\u001b[1m'));
  });

  test('as a page or a drawing holds no markup of a name', () => {
    for (const format of ['html', 'svg'] as const) {
      const { output } = renderUsage(full, format, plain);
      assert.doesNotMatch(output, /<script|<script>/);
      assert.match(output, /<svg[^>]* role="img"/);
      assert.match(output, /&lt;script&gt;/);
    }
  });

  test('as CSV has a line for each account, and odd names in quotes', () => {
    const { output } = renderUsage(full, 'csv', plain);
    assert.match(output, /^rank,account,units,share,requests,throttled,refused\r\n1,"/);
    assert(output.includes(`"${odd.replaceAll('"', '""')}"`));
    assert.equal(output.split('\r\n').length - 2, full.figures?.accounts.length);
  });

  test('ends with 1 for an incident that was found, 0 without one, and 3 where nothing could be read', () => {
    for (const format of usageFormats) {
      assert.equal(renderUsage(full, format, plain).exitCode, 1);
      assert.equal(renderUsage(bare, format, plain).exitCode, 0);
      assert.equal(renderUsage({ inputs: [], unreadable: [], figures: undefined }, format, plain).exitCode, 3);
    }
  });

  test('names damaged lines and inputs that could not be read', () => {
    const { output } = renderUsage(full, 'text', plain);
    assert.match(output, /1 damaged line left out/);
    assert.match(output, /line 301: no JSON/);
    assert.match(output, /no\/such\/file: not read: no such file/);
  });
});

describe('the contract', () => {
  const shipped = JSON.parse(readFileSync(join(folder, 'usage-report.schema.json'), 'utf8'));

  test('ships as the JSON Schema that zod generates now (else: npm run schema)', () => {
    assert.equal(JSON.stringify(shipped), JSON.stringify(usageReportSchema()));
  });

  test('is what docs/usage.md says (else: npm run schema)', () => {
    const page = readFileSync(join(folder, '../../docs/usage.md'), 'utf8');
    const schema = usageReportSchema() as unknown as RootSchema;
    assert.equal(filledPage(page, schema, ''), page);
    for (const name of ['UsageReport', ...Object.keys(schema.$defs)])
      assert(page.includes(`<!-- fields of ${name} -->`), name);
  });
});
