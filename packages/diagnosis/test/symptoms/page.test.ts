import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { symptomPrograms } from './sources.ts';
import { filledSymptomsPage } from './symptoms-page.ts';

describe('docs/symptoms.md', () => {
  const page = readFileSync(new URL('../../../../docs/symptoms.md', import.meta.url), 'utf8');

  it('is what `npm run symptoms-page` writes from the tables', () => {
    assert.ok(filledSymptomsPage(page) === page, 'docs/symptoms.md differs: run npm run symptoms-page');
  });

  it('has every program, and every table has as many cells in each row as in its head', () => {
    for (const { title } of symptomPrograms) assert.ok(page.includes(`### ${title}\n`), title);
    let cells = 0;
    for (const line of page.split('\n')) {
      const bars = line.startsWith('|') ? line.replaceAll('\\|', '').split('|').length : 0;
      if (cells > 0 && bars > 0) assert.equal(bars, cells, line);
      cells = bars;
    }
  });
});
