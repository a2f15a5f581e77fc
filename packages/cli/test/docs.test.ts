import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { captureErrorCodes } from '@fivewhys/capture';
import { catalogue } from '@fivewhys/diagnosis';
import { usageErrorCodes } from '@fivewhys/usage';
import { workersErrorCodes } from '@fivewhys/workers';
import { explainErrorCodes } from 'fivewhys';
import { filledCausesPage } from '../../../tools/write-causes.ts';
import { commandErrorCodes } from '../src/errors.ts';

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

/** The first cells, in backticks, of a Markdown section's table rows. */
function rowsOf(section: string): string[][] {
  return section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.slice(2, -2).split(' | '));
}

function sectionOf(text: string, title: string): string {
  return (text.split(`## ${title}\n`)[1] ?? '').split('\n## ')[0] ?? '';
}

const ids = (rows: readonly string[][]) => rows.map(([id]) => (id ?? '').replaceAll('`', '')).sort();

describe('docs/errors.md', () => {
  it('lists every code once, and no other', () => {
    assert.deepEqual(
      ids(rowsOf(read('docs/errors.md'))),
      [
        ...captureErrorCodes,
        ...explainErrorCodes,
        ...commandErrorCodes,
        ...workersErrorCodes,
        ...usageErrorCodes,
      ].sort(),
    );
  });
});

describe('docs/causes.md', () => {
  const text = read('docs/causes.md');

  it('lists every cause', () => {
    assert.deepEqual(ids(rowsOf(sectionOf(text, 'All of them'))), Object.keys(catalogue).sort());
  });

  it('is what the catalogue says (else: npm run causes)', async () => {
    assert.equal(await filledCausesPage(text), text);
  });

  it('names captures that are there', () => {
    for (const [, name] of text.matchAll(/`([a-z0-9-]+\.pcap(?:ng)?)`/g)) {
      assert.ok(existsSync(new URL(`../../../captures/${name}`, import.meta.url)), name);
    }
  });
});
