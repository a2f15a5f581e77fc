import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { renderComparison } from '@fivewhys/report';
import { comparison } from '../schema/comparison.ts';
import { filledPage, objectNames } from '../schema/field-tables.ts';
import { comparisonSchema } from '../schema/json-schema.ts';
import { exampleComparison, sampleComparison } from './sample-comparison.ts';

const options = { width: 100, color: false, unicode: true };
const folder = join(import.meta.dirname, '..');
const page = readFileSync(join(folder, '../../docs/compare.md'), 'utf8');
const stories = [
  'reject-one-side',
  'reject-both-sides',
  'reject-syn',
  'silent-drop',
  'untranslated',
  'source-translated',
  'injected',
  'program-abort',
  'options-changed',
  'loss',
  'offload',
  'full-proxy',
];

describe('a comparison as JSON', () => {
  for (const story of stories) {
    test(`keeps its contract: ${story}`, async () => {
      const output = JSON.parse(renderComparison(await sampleComparison(story), 'json', options).output);
      assert.deepEqual(comparison.parse(output), output);
    });
  }

  test('ships as the JSON Schema that zod generates now (else: npm run schema)', () => {
    const shipped = JSON.parse(readFileSync(join(folder, 'comparison.schema.json'), 'utf8'));
    assert.equal(JSON.stringify(shipped), JSON.stringify(comparisonSchema()));
  });

  test('is on its page as it is (else: npm run schema), every object of it', async () => {
    const schema = comparisonSchema();
    assert.equal(filledPage(page, schema, await exampleComparison()), page);
    for (const name of objectNames(schema)) assert.ok(page.includes(`<!-- fields of ${name} -->`), name);
  });
});

describe('a comparison as text', () => {
  test('draws what each place saw side by side, and marks where something was lost and made', async () => {
    const { output, exitCode } = renderComparison(await sampleComparison(), 'text', options);
    assert.equal(exitCode, 1);
    assert.match(output, /^ {2}A {8}B {8}C {8}D$/m);
    assert.match(output, /^ {2}15 ────► 29 ──╳ {3}│ {8}│ {4}PSH\+ACK seq 89069520 len 320: lost between B and C$/m);
    assert.match(output, /^ {2}16 ◄──── 30 ◄─✱ {3}│ {8}│ {4}RST seq 1601800374: made between B and C$/m);
  });

  test('is pure ASCII where it has to be, and no line is longer than the terminal is wide', async () => {
    for (const story of stories) {
      const narrow = { width: 80, color: false, unicode: false };
      const { output } = renderComparison(await sampleComparison(story), 'text', narrow);
      assert.match(output, /^[\n -~]*$/, story);
      for (const line of output.split('\n')) assert.ok(line.length <= 80, `${story}: ${line}`);
    }
  });

  test('has exit status 0 where nothing was lost, made or reset', async () => {
    const { output, exitCode } = renderComparison(await sampleComparison('options-changed'), 'text', options);
    assert.equal(exitCode, 0);
    assert.match(output, /the MSS of the originator,\s+1460 to 1200/);
  });
});

describe('a comparison as a page', () => {
  test('has its ladder unchanged, in Markdown and in HTML', async () => {
    const sample = await sampleComparison();
    assert.match(renderComparison(sample, 'markdown', options).output, /```text\nA .*\n(.*\n)*16 ◄──── 30 ◄─✱/);
    assert.match(renderComparison(sample, 'html', options).output, /<pre class="drawing">A /);
  });
});
