import { type Command, Option } from 'commander';
import { type Manual, setManual } from '../manual.ts';
import { writeAll } from '../output.ts';

interface LayersFlags {
  readonly config?: string;
  readonly format: 'text' | 'json';
}

const manual: Manual = {
  about: [
    'Reads the sources of a project, JavaScript or TypeScript, follows their imports, and tells which layer reaches one that it must not, with the imports that lead there. Without a configuration it holds one rule: logging must not reach flags, network clients or the database. A failure is logged; logging that needs what has failed is asked again for each line about it.',
    'What belongs to a layer is told by names of files and packages; .fivewhys-layers.json in the folder, or --config, says it for a project (docs/layers.md). Imports of types alone do not count. What is reached without an import, such as fetch, is not seen.',
    'It works by dependency-cruiser and swc, which are not installed with the command: npm install --save-dev dependency-cruiser @swc/core.',
  ],
  examples: [
    ['fivewhys layers', 'the folder where you are'],
    ['fivewhys layers services/mail', 'another one'],
    ['fivewhys layers --format json | jq .rules', 'for programs'],
  ],
  exitStatus: [
    ['0', 'no rule is broken'],
    ['1', 'one is'],
    ['2', 'wrong usage, nothing could be read, or dependency-cruiser is missing'],
  ],
  seeAlso: 'fivewhys causes unbounded-recursion.',
};

/** Adds the command `layers`. */
export function addLayers(program: Command): void {
  const command = program
    .command('layers')
    .description('check that logging reaches no flags, network clients or database, or rules of your own')
    .argument('[folder]', 'the project', '.')
    .option('--config <file>', 'layers and rules of your own')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .action(async (folder: string, { config, format }: LayersFlags) => {
      const { checkLayers, layersJson, layersText } = await import('@fivewhys/workers/layers');
      const check = await checkLayers(folder, config === undefined ? {} : { configPath: config });
      process.exitCode = check.rules.some(({ paths }) => paths.length > 0) ? 1 : 0;
      await writeAll(process.stdout, format === 'json' ? layersJson(check) : layersText(check, folder));
    });
  setManual(command, manual);
}
