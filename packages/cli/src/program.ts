import { plain } from '@fivewhys/report/load';
import { Command } from 'commander';
import { addCauses } from './commands/causes.ts';
import { addCompare } from './commands/compare.ts';
import { addCompletion } from './commands/completion.ts';
import { addExplain } from './commands/explain.ts';
import { addGuard } from './commands/guard.ts';
import { addSupervise } from './commands/supervise.ts';
import { addUsage } from './commands/usage.ts';
import { manualPage, setManual } from './manual.ts';
import { writeAll } from './output.ts';
import { reportFailure } from './report-failure.ts';
import { terminalOf } from './terminal.ts';
import { version } from './version.ts';

/** The command line: all commands with their arguments, options and manuals. Help and completion are made from it, so they can't drift. */
export function createProgram(): Command {
  const program = new Command('fivewhys')
    .description('Walks a service failure back, why by why, to its root cause, each step resting on evidence.')
    .version(version())
    .helpCommand('help [command]', 'show the manual of a command')
    .showHelpAfterError('(fivewhys --help, or fivewhys help COMMAND, tells more)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void writeAll(process.stdout, text).catch(reportFailure),
      // What it quotes may be the name of a file that the shell put in for a star.
      outputError: (text, write) =>
        write(
          text
            .split('\n')
            .map((line) => plain(line, true))
            .join('\n'),
        ),
      getOutHelpWidth: () => terminalOf(process.stdout, process.stderr, process.env).width,
      getErrHelpWidth: () => terminalOf(process.stderr, process.stderr, process.env).width,
    })
    .configureHelp({ formatHelp: manualPage, minWidthToWrap: 20 });
  setManual(program, {
    about: [
      'fivewhys takes what a failure left behind (captures of network traffic, logs of clients and proxies, counters of hosts), says what happened and why, from the symptom down to the root, and names for every step the frames or lines to check it by.',
    ],
    examples: [
      ['fivewhys explain capture.pcapng', 'who reset which connection, and why'],
      ['fivewhys causes', 'what it knows'],
      ['fivewhys help explain', 'all that explain can do'],
    ],
    exitStatus: [
      ['0', 'nothing wrong found'],
      ['1', 'findings'],
      ['2', 'wrong usage, or an answer that could not be written'],
      ['3', 'no input could be read'],
    ],
  });
  addExplain(program);
  addCompare(program);
  addCauses(program);
  addSupervise(program);
  addGuard(program);
  addUsage(program);
  addCompletion(program);
  return program;
}
