import { causeIds, describeCause } from '@fivewhys/diagnosis';
import { catalogueRenderers } from '@fivewhys/report';
import { type Command, Option } from 'commander';
import { parseCause } from '../parse-cause.ts';
import { printRendering } from '../print-rendering.ts';

interface CausesFlags {
  readonly format: keyof typeof catalogueRenderers;
  readonly color: boolean;
  readonly ascii?: true;
}

const examples = `
Examples:
  fivewhys causes                           all that the catalogue has, a line each
  fivewhys causes keep-alive-race           what is seen, what looks alike, what settles it, what helps
  fivewhys causes idle-timeout --format markdown`;

/** Adds the command `causes`. */
export function addCauses(program: Command): void {
  program
    .command('causes')
    .description('show the catalogue of causes, or all that is known of one of them')
    .argument('[id]', 'a cause, such as time-wait-reuse')
    .addOption(new Option('--format <format>', 'how to print').choices(Object.keys(catalogueRenderers)).default('text'))
    .option('--no-color', 'no colours (they are used on a terminal only, and not with NO_COLOR set)')
    .option('--ascii', 'only ASCII characters')
    .addHelpText('after', examples)
    .action((id: string | undefined, flags: CausesFlags) => {
      const ids = id === undefined ? causeIds : [parseCause(id)];
      return printRendering(flags, (options) => catalogueRenderers[flags.format](ids.map(describeCause), options));
    });
}
