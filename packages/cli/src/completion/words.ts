import type { Argument, Command, Option } from 'commander';
import { causeIds } from 'fivewhys/command';

/** What can stand in a place of the command line. */
export type Values =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  | { readonly kind: 'files' }
  /** A number, an address: nothing that could be offered. */
  | { readonly kind: 'free' };

export interface OptionWords {
  /** `--format`, `-h`. */
  readonly flags: readonly string[];
  readonly description: string;
  /** Undefined for a flag without a value. */
  readonly values: Values | undefined;
}

export interface CommandWords {
  readonly name: string;
  readonly description: string;
  readonly options: readonly OptionWords[];
  readonly values: Values;
}

/** All that can be completed: the program itself, and its commands. */
export interface CompletionWords {
  readonly name: string;
  readonly options: readonly OptionWords[];
  readonly commands: readonly CommandWords[];
}

/**
 * Reads a program's words off its commands. What a value is, is told by its name there: `<file>` is a file, `<cause>` and `<command>` are known words, and
 * choices are themselves.
 */
export function wordsOf(program: Command): CompletionWords {
  const help = program.createHelp();
  const commands = help.visibleCommands(program);
  const names = commands.map((command) => command.name());
  return {
    name: program.name(),
    options: help.visibleOptions(program).map((option) => optionWords(option, names)),
    commands: commands.map((command) => ({
      name: command.name(),
      description: command.description(),
      options: help.visibleOptions(command).map((option) => optionWords(option, names)),
      values: argumentValues(command.registeredArguments[0], names),
    })),
  };
}

function optionWords(option: Option, commands: readonly string[]): OptionWords {
  const placeholder = /[<[]([\w-]+)/.exec(option.flags)?.[1];
  return {
    flags: [option.long, option.short].filter((flag) => flag !== undefined && flag !== null),
    description: option.description,
    values: placeholder === undefined ? undefined : valuesOf(placeholder, option.argChoices, commands),
  };
}

function argumentValues(argument: Argument | undefined, commands: readonly string[]): Values {
  if (argument === undefined) return { kind: 'free' };
  return valuesOf(argument.name(), argument.argChoices, commands);
}

function valuesOf(name: string, choices: readonly string[] | undefined, commands: readonly string[]): Values {
  if (choices !== undefined) return { kind: 'words', words: choices };
  switch (name) {
    case 'cause':
      return { kind: 'words', words: causeIds };
    case 'command':
      return { kind: 'words', words: commands.filter((command) => command !== 'help') };
    case 'folder':
    case 'file':
      return { kind: 'files' };
    default:
      return { kind: 'free' };
  }
}
