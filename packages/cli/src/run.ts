import { CodedError } from '@fivewhys/evidence';
import { Command, CommanderError } from 'commander';
import { addCauses } from './commands/causes.ts';
import { addExplain } from './commands/explain.ts';
import { writeAll } from './output.ts';
import { version } from './version.ts';

const usageStatus = 2;

/** Runs the command line and sets the exit status: 0 nothing wrong found, 1 findings, 2 usage, 3 input that could not be read at all. */
export async function run(args: readonly string[]): Promise<void> {
  const program = new Command('fivewhys')
    .description('Walks a service failure back, why by why, to its root cause, each step resting on evidence.')
    .version(version())
    .showHelpAfterError('(fivewhys --help, or fivewhys COMMAND --help, tells more)')
    .exitOverride()
    .configureOutput({ writeOut: (text) => void writeAll(process.stdout, text) });
  addExplain(program);
  addCauses(program);
  try {
    if (args.length === 0) {
      program.outputHelp({ error: true });
      process.exitCode = usageStatus;
      return;
    }
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CodedError) {
      process.stderr.write(`error: ${error.message} (${error.code})\n`);
      process.exitCode = usageStatus;
      return;
    }
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? 0 : usageStatus;
  }
}
