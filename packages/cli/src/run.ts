import { CodedError } from '@fivewhys/evidence';
import { CommanderError } from 'commander';
import { createProgram } from './program.ts';

const usageStatus = 2;

/** Runs the command line and sets the exit status: 0 nothing wrong found, 1 findings, 2 usage, 3 input that could not be read at all. */
export async function run(args: readonly string[]): Promise<void> {
  const program = createProgram();
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
