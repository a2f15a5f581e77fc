import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { memberPattern } from '../../src/layers/glob-pattern.ts';
import { loadCruiser } from '../../src/layers/load-cruiser.ts';
import { checkLayers } from '../../src/layers.ts';
import { projectOf } from './project.ts';

type Files = Readonly<Record<string, string>>;

/** What a rule of dependency-cruiser with `reachable` says: the way that it prints, or why it refuses the rule. */
async function reachableIn(files: Files, to: object): Promise<string> {
  using project = projectOf(files);
  const { cruise } = await loadCruiser(import.meta.dirname);
  const from = { path: '(?:^|/)logger[.]' };
  const rule = { name: 'layers', severity: 'error', from, to: { reachable: true, ...to } };
  const options = { baseDir: project.folder, parser: 'swc', validate: true, ruleSet: { forbidden: [rule] } };
  try {
    const { output } = await cruise(['.'], options, { extensions: ['.ts', '.js'] });
    const { summary } = output as unknown as { summary: { violations: Violation[] } };
    return summary.violations.map(({ from, via }) => [from, ...via.map(({ name }) => name)].join(' → ')).join('; ');
  } catch (error) {
    return `refused: ${(error as Error).message}`;
  }
}

interface Violation {
  readonly from: string;
  readonly via: readonly { readonly name: string }[];
}

async function waysIn(files: Files): Promise<string> {
  using project = projectOf(files);
  const { rules } = await checkLayers(project.folder);
  return rules.flatMap(({ paths }) => paths.map((path) => path.join(' → '))).join('; ');
}

// Each reason of docs/layers.md why the ways are followed here. Where one of these fails, dependency-cruiser has learnt it, and its own rule may do.
describe('why the ways are not followed by dependency-cruiser’s own `reachable`', () => {
  const flags = { 'flags.ts': 'export const isOn = (): boolean => true;' };

  it('it follows imports of types, that are gone when the program runs, and can’t be told not to', async () => {
    const files = {
      ...flags,
      'logger.ts': "import type { Line } from './line.ts'; export const log = (line: Line) => line;",
      'line.ts': "import { isOn } from './flags.ts'; export interface Line { a: 1 } export const on = isOn();",
    };
    const path = '(?:^|/)flags[.]';
    assert.equal(await reachableIn(files, { path }), 'logger.ts → line.ts → flags.ts');
    assert.match(await reachableIn(files, { path, dependencyTypesNot: ['type-only'] }), /^refused: .*not valid/);
    assert.equal(await waysIn(files), '');
  });

  it('it prints the way that it finds first, and not the shortest', async () => {
    const files = {
      ...flags,
      'logger.ts': "import './a.ts'; import './d.ts';",
      'a.ts': "import './b.ts';",
      'b.ts': "import './flags.ts';",
      'd.ts': "import './flags.ts';",
    };
    assert.equal(await reachableIn(files, { path: '(?:^|/)flags[.]' }), 'logger.ts → a.ts → b.ts → flags.ts');
    assert.equal(await waysIn(files), 'logger.ts → d.ts → flags.ts');
  });

  it('it refuses globs as simple as **/*Logger.* once they are the regular expressions that it takes', async () => {
    assert.match(await reachableIn(flags, { path: memberPattern('**/*Logger.*') }), /^refused: .*unsafe/s);
  });
});
