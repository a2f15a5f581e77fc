import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { renderers } from '@fivewhys/report';
import { z } from 'zod';
import { explanation } from '../schema/explanation.ts';
import { filledPage, objectNames } from '../schema/field-tables.ts';
import { jsonSchema, type SchemaNode } from '../schema/json-schema.ts';
import { exampleOutput, samples } from './samples.ts';

const options = { width: 80, color: false, unicode: true };
const folder = join(import.meta.dirname, '..');
const shipped = JSON.parse(readFileSync(join(folder, 'explanation.schema.json'), 'utf8'));
const page = readFileSync(join(folder, '../../docs/findings-json.md'), 'utf8');
const schema = jsonSchema();

describe('the contract of the JSON output', () => {
  for (const [name, sample] of Object.entries(samples)) {
    test(`is kept by the output for the sample ${name}`, () => {
      const output = JSON.parse(renderers.json(sample, options).output);
      assert.deepEqual(explanation.parse(output), output);
    });
  }

  test('is broken by a field that it does not name, at any depth', () => {
    const output = JSON.parse(exampleOutput());
    assert.equal(explanation.safeParse({ ...output, more: 1 }).success, false);
    output.findings[0].whys[0].evidence[0].more = 1;
    assert.equal(explanation.safeParse(output).success, false);
  });

  test('is broken by a missing field, and by another version', () => {
    const { summary: _, ...output } = JSON.parse(exampleOutput());
    assert.equal(explanation.safeParse(output).success, false);
    assert.equal(explanation.safeParse({ ...JSON.parse(exampleOutput()), version: 2 }).success, false);
  });

  test('ships as the JSON Schema that zod generates now (else: npm run schema)', () => {
    assert.equal(JSON.stringify(shipped), JSON.stringify(schema));
  });

  test('ships as a schema that lets fields pass which a later release adds', () => {
    const later = z.fromJSONSchema(shipped);
    const output = JSON.parse(exampleOutput());
    assert.equal(later.safeParse(output).success, true);
    assert.equal(later.safeParse({ ...output, more: 1 }).success, true);
    assert.equal(later.safeParse({ ...output, findings: [{ cause: 'x' }] }).success, false);
  });

  test('is resolved by the name under which it ships', () => {
    const path = new URL(import.meta.resolve('@fivewhys/report/explanation.schema.json')).pathname;
    assert.deepEqual(JSON.parse(readFileSync(path, 'utf8')), shipped);
  });

  test('says of every field what it means, and has an example that fits wherever there is no table for it', () => {
    for (const [path, field] of fields()) {
      assert.match(field.description ?? '', /^[A-Z`].*\.$/s, `${path} has no sentence`);
      const holdsObjects = field.$ref !== undefined || field.items?.$ref !== undefined;
      assert.equal(field.examples?.length ?? 0, holdsObjects ? 0 : 1, `examples of ${path}`);
      for (const example of field.examples ?? []) {
        const { success } = z.fromJSONSchema({ ...field, $defs: schema.$defs } as never).safeParse(example);
        assert(success, `${path} does not allow its example ${JSON.stringify(example)}`);
      }
    }
  });
});

describe('docs/findings-json.md', () => {
  test('has the tables and the example that the schema gives (else: npm run schema)', () => {
    assert.equal(filledPage(page, schema, exampleOutput()), page);
  });

  test('has a table for every object, with every field of the schema, and no field that the schema lacks', () => {
    const tables = [...page.matchAll(/<!-- fields of (\w+) -->([\s\S]*?)<!-- end of fields -->/g)];
    const documented = tables.flatMap(([, object, table = '']) =>
      [...table.matchAll(/^\| `(\w+)` \|/gm)].map(([, field]) => `${object}.${field}`),
    );
    assert.deepEqual(documented.toSorted(), [...fields().keys()].toSorted());
    assert.deepEqual(tables.map(([, object]) => object).toSorted(), objectNames(schema).toSorted());
  });

  test('has a heading for every object that a type links to', () => {
    const headings = new Set([...page.matchAll(/^### (\w+)$/gm)].map(([, heading = '']) => heading.toLowerCase()));
    for (const [, anchor = ''] of page.matchAll(/\]\(#(\w+)\)/g)) assert(headings.has(anchor), anchor);
  });

  test('speaks of no field outside the tables that does not exist', () => {
    const names = new Set([...fields().keys()].map((path) => path.split('.')[1]));
    const prose = page.replace(/```[\s\S]*?```|^\|.*$/gm, '');
    for (const [path] of prose.matchAll(/(?<=`)\w+(?:\[\])?(?:\.\w+(?:\[\])?)+(?=`)/g)) {
      if (/^(tcp|frame|npm)\b/.test(path)) continue;
      for (const name of path.split('.')) assert(names.has(name.replace('[]', '')), `${path} in the prose`);
    }
  });

  test('has an example that keeps the contract', () => {
    const example = /<!-- example -->\n+```json\n([\s\S]*?)```/.exec(page)?.[1];
    assert(example);
    assert(explanation.safeParse(JSON.parse(example)).success);
  });
});

/** Every field of every object: `Finding.cause`. */
function fields(): ReadonlyMap<string, SchemaNode> {
  const objects = [['Explanation', schema] as const, ...Object.entries(schema.$defs)];
  return new Map(
    objects.flatMap(([object, { properties = {} }]) =>
      Object.entries(properties).map(([name, field]) => [`${object}.${name}`, field] as const),
    ),
  );
}
