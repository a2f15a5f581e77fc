import { CodedError } from '@fivewhys/evidence';
import { type Command, CommanderError } from 'commander';
import { createProgram } from './program.ts';
import { failureStatus, reportFailure } from './report-failure.ts';

/** Runs the command line and sets the exit status: 0 nothing wrong found, 1 findings, 2 usage, 3 input that could not be read at all. */
export async function run(args: readonly string[]): Promise<void> {
  const program = createProgram();
  try {
    if (args.length === 0) {
      program.outputHelp({ error: true });
      process.exitCode = failureStatus;
      return;
    }
    assertHelpOfCommand(program, args);
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CodedError) return reportFailure(error);
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? 0 : failureStatus;
  }
}

/** commander answers `help` of a command that is none with all the help there is, and does not say why. */
function assertHelpOfCommand(program: Command, [help, name]: readonly string[]): void {
  if (help !== 'help' || name === undefined || name.startsWith('-')) return;
  const names = ['help', ...program.commands.map((command) => command.name())];
  if (!names.includes(name)) program.error(`error: unknown command '${name}'`);
}
