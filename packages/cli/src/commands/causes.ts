import { type Format, formats, loadCatalogueRenderer } from '@fivewhys/report/load';
import { type Command, Option } from 'commander';
import { causeIds, describeCauses, parseCause } from 'fivewhys/command';
import { type Manual, setManual } from '../manual.ts';
import { printRendering } from '../print-rendering.ts';

interface CausesFlags {
  readonly format: Format;
  readonly color: boolean;
  readonly ascii?: true;
}

const manual: Manual = {
  about: [
    'Without an id: every cause that the catalogue has, a line each; first those that explain concludes, then those that it only names. With an id: what is seen, what it implies, what looks alike, what settles it, and what helps, with the known harm and the source of each.',
  ],
  examples: [
    ['fivewhys causes', 'the catalogue'],
    ['fivewhys causes keep-alive-race', 'all that is known of one cause'],
    ['fivewhys causes idle-timeout --format markdown', 'for a ticket'],
  ],
  exitStatus: [
    ['0', 'printed'],
    ['2', 'the catalogue has no such cause; similar ones are suggested'],
  ],
  seeAlso: 'fivewhys explain --why-not CAUSE.',
};

/** Adds the command `causes`. */
export function addCauses(program: Command): void {
  const command = program
    .command('causes')
    .description('show the catalogue of causes, or all that is known of one of them')
    .argument('[cause]', 'a cause, such as time-wait-reuse')
    .addOption(new Option('--format <format>', 'how to print').choices(formats).default('text'))
    .option('--no-color', 'no colours (they are used on a terminal only, and not with NO_COLOR set)')
    .option('--ascii', 'only ASCII characters')
    .action(async (id: string | undefined, flags: CausesFlags) => {
      const causes = await describeCauses(id === undefined ? causeIds : [parseCause(id)]);
      const render = await loadCatalogueRenderer(flags.format);
      await printRendering(flags, (options) => render(causes, options));
    });
  setManual(command, manual);
}
