/**
 * Writes what is made from the zod schemas of the JSON outputs: the JSON Schemas that @fivewhys/report ships, and the tables and the examples of
 * docs/findings-json.md and docs/compare.md; of usage records, the JSON Schema that @fivewhys/throttle ships; of the output of `usage`, that of @fivewhys/usage and the tables of docs/usage.md; of events, that of @fivewhys/workers. Tests of these packages fail when one is not what this writes.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { filledPage } from '../packages/report/schema/field-tables.ts';
import { comparisonSchema, jsonSchema, type RootSchema } from '../packages/report/schema/json-schema.ts';
import { exampleComparison } from '../packages/report/test/sample-comparison.ts';
import { exampleOutput } from '../packages/report/test/samples.ts';
import { jsonSchema as usageRecordSchema } from '../packages/throttle/schema/usage-record.ts';
import { usageReportSchema } from '../packages/usage/schema/usage-report.ts';
import { workerEventSchema } from '../packages/workers/schema/json-schema.ts';

const root = join(import.meta.dirname, '..');
const page = join(root, 'docs/findings-json.md');
const schema = jsonSchema();

writeFileSync(join(root, 'packages/report/explanation.schema.json'), `${JSON.stringify(schema, null, 2)}\n`);
writeFileSync(page, filledPage(readFileSync(page, 'utf8'), schema, exampleOutput()));

const comparisonPage = join(root, 'docs/compare.md');
const comparison = comparisonSchema();
writeFileSync(join(root, 'packages/report/comparison.schema.json'), `${JSON.stringify(comparison, null, 2)}\n`);
writeFileSync(comparisonPage, filledPage(readFileSync(comparisonPage, 'utf8'), comparison, await exampleComparison()));
writeFileSync(
  join(root, 'packages/throttle/usage-record.schema.json'),
  `${JSON.stringify(usageRecordSchema(), null, 2)}\n`,
);
writeFileSync(
  join(root, 'packages/workers/worker-event.schema.json'),
  `${JSON.stringify(workerEventSchema(), null, 2)}\n`,
);

const usagePage = join(root, 'docs/usage.md');
const usage = usageReportSchema() as unknown as RootSchema;
writeFileSync(join(root, 'packages/usage/usage-report.schema.json'), `${JSON.stringify(usage, null, 2)}\n`);
writeFileSync(usagePage, filledPage(readFileSync(usagePage, 'utf8'), usage, ''));
