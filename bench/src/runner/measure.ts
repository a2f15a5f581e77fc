import type { Command } from './command.ts';
import type { Measurement } from './measurement.ts';
import type { Run } from './run.ts';
import { type RunOptions, runCommand } from './run-command.ts';

export interface MeasureOptions extends RunOptions {
  readonly rounds: number;
  /** Told before each run. */
  readonly onRun: (command: Command, round: number) => void;
}

/**
 * Runs the commands in turn, round after round (A B C A B C …), so that a busy moment of the machine falls on all of them and not on one.
 * A command that failed or ran into the time limit is not run again.
 */
export async function measure(commands: readonly Command[], options: MeasureOptions): Promise<readonly Measurement[]> {
  const runs = new Map<Command, Run[]>(commands.map((command) => [command, []]));
  for (let round = 1; round <= options.rounds; round += 1) {
    for (const command of commands) {
      const earlier = runs.get(command) as Run[];
      const done = command.missing !== undefined || (command.once && round > 1);
      if (done || earlier.some((run) => run.kind !== 'finished')) continue;
      options.onRun(command, round);
      earlier.push(await runCommand(command, options));
    }
  }
  return commands.map((command) => ({ command, runs: runs.get(command) as Run[] }));
}
