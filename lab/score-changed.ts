import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { explain } from 'fivewhys';
import { type CaptureFile, readCaptureFile, writeCaptureFile } from './score/changed/capture-file.ts';
import type { Change } from './score/changed/change.ts';
import { changes } from './score/changed/changes.ts';
import { type Held, heldChanged } from './score/changed/hold-changed.ts';
import type { Truth } from './truth/truth.ts';
import type { Vantage } from './vantages.ts';

const usage = `usage: npm run lab:changed -- RUNS [--change NAME]... [--vantage NAME]...

Changes the captures of runs that './fivewhys lab run all --keep RUNS' has kept in ways that leave what happened as it was, and holds what fivewhys explains of them against what it
explains of the captures as they are: nothing else, or at least nothing wrong.
  --change NAME    only this change: ${changes.map(({ name }) => name).join(', ')}
  --vantage NAME   only captures of this vantage (originator, middle and responder, if none is named)
`;

const usual: readonly string[] = ['originator', 'middle', 'responder'];

process.exitCode = await main();

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { change: { type: 'string', multiple: true }, vantage: { type: 'string', multiple: true } },
  });
  const [runs] = positionals;
  const asked = changes.filter(({ name }) => values.change?.includes(name) ?? true);
  const places = (values.vantage ?? usual) as Vantage[];
  if (runs === undefined || positionals.length > 1 || asked.length === 0 || places.length === 0) {
    process.stderr.write(usage);
    return 2;
  }
  const held: Held[] = [];
  const folders = readdirSync(resolve(runs)).toSorted();
  for (const folder of folders.map((name) => join(resolve(runs), name)))
    if (existsSync(join(folder, 'truth.json'))) held.push(...(await holdRun(folder, asked, places)));
  for (const change of asked) printChange(change, held);
  return held.some(({ became }) => became === 'other' || became === 'wrong') ? 1 : 0;
}

async function holdRun(folder: string, asked: readonly Change[], places: readonly Vantage[]): Promise<Held[]> {
  const truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Truth;
  const held: Held[] = [];
  for (const name of places) {
    const vantage = truth.vantages[name];
    if (vantage === undefined) continue;
    const file = readFileSync(join(folder, vantage.capture));
    const set = { name, vantages: [name], texts: [] };
    const before = await explained(readCaptureFile(file));
    for (const change of asked)
      held.push(heldChanged(truth, set, change, before, await explained(change.change(readCaptureFile(file)))));
  }
  return held;
}

function explained(capture: CaptureFile): ReturnType<typeof explain> {
  return explain({ path: 'changed.pcap', bytes: writeCaptureFile(capture) });
}

function printChange({ name, title }: Change, held: readonly Held[]): void {
  const own = held.filter(({ change }) => change === name);
  const count = (became: Held['became']) => own.filter((one) => one.became === became).length;
  process.stdout.write(
    `${name} (${title}): of ${own.length} answers ${count('other')} other, ${count('wrong')} wrong, ${count('less')} less than right\n`,
  );
  for (const { story, vantage, became, before, after } of own)
    if (became !== 'same')
      process.stdout.write(`  ${became}: ${story}, ${vantage}\n    was ${before}\n    is  ${after}\n`);
}
