import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { causeIds } from '@fivewhys/diagnosis';
import { type Meaning, meanings } from '../src/index.ts';
import { recipes } from '../src/recipes.ts';

const page = readFileSync(join(import.meta.dirname, '../../../docs/host-evidence.md'), 'utf8');

/** A row as the page shows it. */
function rowOf({ name, event, says, measured }: Meaning): string {
  const effects = new Map<string, string[]>();
  for (const { cause, effect, when } of says) {
    const condition = when.is === 'equals' ? ` (${when.value})` : when.is === 'below' ? ` (below ${when.value})` : '';
    const still = when.is === 'still' ? 'still ' : '';
    const key = `${still}${effect.replace('-', ' ')}${condition}`;
    effects.set(key, [...(effects.get(key) ?? []), `\`${cause}\``]);
  }
  const said = [...effects].map(([effect, causes]) => `${effect} ${causes.join(', ')}`).join('; ');
  const cells = [`\`${name}\``, event, said || '–', measured ?? '–'];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

describe('the table of meanings', () => {
  it('names only causes of the catalogue', () => {
    const known: readonly string[] = causeIds;
    for (const { name, says } of meanings)
      for (const { cause } of says) assert(known.includes(cause), `${name}: ${cause}`);
    for (const { cause, alike } of recipes) {
      for (const id of [cause, ...alike.map((one) => one.cause)]) assert(known.includes(id), id);
    }
  });

  it('has each name once within its kind, with an event and a source', () => {
    const names = meanings.map(({ kind, name }) => `${kind} ${name}`);
    assert.deepEqual(names.toSorted(), [...new Set(names)].toSorted());
    for (const { name, event, source } of meanings) {
      assert.match(event, /^\S.*\.\)?$/s, name);
      assert.match(source, /\S[./]\S/, name);
    }
  });

  it('is the one on the page, row for row', () => {
    const shown = page
      .slice(page.indexOf('## What each of them says'))
      .split('\n')
      .filter((line) => line.startsWith('| `'));
    const rows = meanings.map(rowOf);
    const missing = rows.filter((row) => !shown.includes(row));
    assert.deepEqual(missing, [], 'put these rows into docs/host-evidence.md');
    assert.deepEqual(
      shown.filter((row) => !rows.includes(row)),
      [],
      'these rows of docs/host-evidence.md are not in the table',
    );
  });

  it('has the signs of each finding, and each of them raises its cause', () => {
    for (const { cause, signs, unmistakable } of recipes) {
      for (const sign of [...signs, ...unmistakable.flat()]) {
        const raising = meanings.some(
          ({ name, says }) =>
            name === sign && says.some((saying) => saying.cause === cause && saying.effect === 'raises'),
        );
        assert(raising, `${sign} does not raise ${cause}`);
      }
      for (const sign of unmistakable.flat()) assert(signs.includes(sign), `${sign} of ${cause}`);
    }
  });
});
