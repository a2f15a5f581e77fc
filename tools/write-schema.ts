/**
 * Writes what is made from the zod schema of the JSON output: the JSON Schema that @fivewhys/report ships, and the tables and the example of
 * docs/findings-json.md; and the JSON Schema of the evidence that @fivewhys/workers ships. Tests of these packages fail when one is not what this writes.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filledPage } from '../packages/report/schema/field-tables.ts';
import { jsonSchema } from '../packages/report/schema/json-schema.ts';
import { exampleOutput } from '../packages/report/test/samples.ts';
import { workerEventSchema } from '../packages/workers/schema/json-schema.ts';

const root = join(import.meta.dirname, '..');
const page = join(root, 'docs/findings-json.md');
const schema = jsonSchema();

writeFileSync(join(root, 'packages/report/explanation.schema.json'), `${JSON.stringify(schema, null, 2)}\n`);
writeFileSync(page, filledPage(readFileSync(page, 'utf8'), schema, exampleOutput()));
writeFileSync(
  join(root, 'packages/workers/worker-event.schema.json'),
  `${JSON.stringify(workerEventSchema(), null, 2)}\n`,
);
