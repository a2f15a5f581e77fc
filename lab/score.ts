import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { explainSet } from './score/explain-set.ts';
import { type Judgement, judge } from './score/judge.ts';
import { setsOf } from './score/sets.ts';
import { scoreTables } from './score/tables.ts';
import type { Truth } from './truth/truth.ts';

const usage = `usage: npm run lab:score -- RUNS [--write FILE]

Holds what fivewhys explains against the truth of runs that './fivewhys lab run all --keep RUNS' has kept, from each vantage alone and from all together.
  --write FILE   writes the tables behind the line '<!-- score -->' of a Markdown file, as docs/lab.md
`;

const mark = '<!-- score -->\n';

process.exitCode = await main();

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { write: { type: 'string' } } });
  const [runs] = positionals;
  if (runs === undefined || positionals.length > 1) {
    process.stderr.write(usage);
    return 2;
  }
  const judgements: Judgement[] = [];
  for (const folder of foldersOf(resolve(runs))) judgements.push(...(await judgeRun(folder)));
  const tables = scoreTables(judgements);
  if (values.write === undefined) process.stdout.write(tables);
  else writeBehindMark(values.write, tables);
  return judgements.some(({ wronglyProven }) => wronglyProven.length > 0) ? 1 : 0;
}

function foldersOf(runs: string): readonly string[] {
  const folders = readdirSync(runs)
    .toSorted()
    .map((name) => join(runs, name))
    .filter((folder) => existsSync(join(folder, 'truth.json')));
  if (folders.length === 0)
    throw new Error(`${runs} holds no run: make some with './fivewhys lab run all --keep ${runs}'`);
  return folders;
}

async function judgeRun(folder: string): Promise<readonly Judgement[]> {
  const truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Truth;
  const judgements: Judgement[] = [];
  for (const set of setsOf(truth, folder)) judgements.push(judge(truth, set, await explainSet(truth, set, folder)));
  return judgements;
}

function writeBehindMark(file: string, tables: string): void {
  const [before, , ...more] = readFileSync(file, 'utf8').split(mark);
  if (more.length > 0) throw new Error(`${file} has the line ${mark.trim()} more than once`);
  writeFileSync(file, `${before}${mark}\n${tables}`);
}
