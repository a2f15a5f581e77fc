/** Writes the tables of docs/symptoms.md from those of @fivewhys/diagnosis. A test of that package fails when the page is not what this writes. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filledSymptomsPage } from '../packages/diagnosis/test/symptoms/symptoms-page.ts';

const page = join(import.meta.dirname, '..', 'docs', 'symptoms.md');
writeFileSync(page, filledSymptomsPage(readFileSync(page, 'utf8')));
