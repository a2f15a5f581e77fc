import { Argument, type Command } from 'commander';
import { bashCompletion } from '../completion/bash.ts';
import { fishCompletion } from '../completion/fish.ts';
import { wordsOf } from '../completion/words.ts';
import { zshCompletion } from '../completion/zsh.ts';
import { setManual } from '../manual.ts';
import { writeAll } from '../output.ts';

const shells = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/** Adds the command `completion`. */
export function addCompletion(program: Command): void {
  const command = program
    .command('completion')
    .description('print the script by which a shell completes commands, options and causes')
    .addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(shells)))
    .action((shell: keyof typeof shells) => writeAll(process.stdout, shells[shell](wordsOf(program))));
  setManual(command, {
    about: ['Load the script whenever a shell starts, from the file that it reads then.'],
    examples: [
      ['source <(fivewhys completion bash)', 'bash: a line for ~/.bashrc'],
      ['source <(fivewhys completion zsh)', 'zsh: a line for ~/.zshrc, after compinit'],
      ['fivewhys completion fish > ~/.config/fish/completions/fivewhys.fish', 'fish: once, and after an update'],
    ],
    exitStatus: [
      ['0', 'printed'],
      ['2', 'an unknown shell'],
    ],
  });
}
