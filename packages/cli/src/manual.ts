import type { Command, Help } from 'commander';

/** What the help of a command says besides its arguments and options, which it knows itself. */
export interface Manual {
  readonly about: readonly string[];
  /** Command lines, and what each is for. */
  readonly examples: readonly (readonly [command: string, meaning: string])[];
  readonly exitStatus: readonly (readonly [status: string, meaning: string])[];
  readonly seeAlso?: string;
}

const manuals = new WeakMap<Command, Manual>();
const indent = 2;
const deeper = 6;
/** Beyond this a line is hard to follow with the eyes. */
const widest = 100;

/** Gives a command its manual. */
export function setManual(command: Command, manual: Manual): Command {
  manuals.set(command, manual);
  return command;
}

/** The help of a command as a page of a manual, wrapped to the width of the terminal; `formatHelp` of commander. */
export function manualPage(command: Command, help: Help): string {
  const width = Math.min(help.helpWidth ?? 80, widest);
  const manual = manuals.get(command);
  const parts = [
    section('Name', wrapped(help, `${nameOf(command)}: ${help.commandDescription(command)}`, width, indent)),
    section('Usage', [' '.repeat(indent) + help.commandUsage(command)]),
    section(
      'About',
      (manual?.about ?? []).map((text) => wrapped(help, text, width, indent).join('\n')),
      '\n\n',
    ),
    section(
      'Commands',
      items(
        help,
        help.visibleCommands(command),
        (one) => [help.subcommandTerm(one), help.subcommandDescription(one)],
        width,
      ),
    ),
    section(
      'Arguments',
      items(
        help,
        help.visibleArguments(command),
        (one) => [help.argumentTerm(one), help.argumentDescription(one)],
        width,
      ),
    ),
    section(
      'Options',
      items(help, help.visibleOptions(command), (one) => [help.optionTerm(one), help.optionDescription(one)], width),
    ),
    section(
      'Examples',
      manual?.examples.flatMap(([line, meaning]) => [
        ' '.repeat(indent) + line,
        ...wrapped(help, meaning, width, deeper),
      ]) ?? [],
    ),
    section(
      'Exit status',
      items(help, manual?.exitStatus ?? [], (row) => row, width),
    ),
    section('See also', manual?.seeAlso === undefined ? [] : wrapped(help, manual.seeAlso, width, indent)),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** `fivewhys explain`: the command with those above it. */
export function nameOf(command: Command): string {
  return command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;
}

function section(title: string, lines: readonly string[], between = '\n'): string {
  return lines.length === 0 ? '' : `${title}\n${lines.join(between)}`;
}

/** Terms in a column, what they mean beside them. */
function items<Of>(
  help: Help,
  all: readonly Of[],
  rowOf: (one: Of) => readonly [string, string],
  width: number,
): string[] {
  const rows = all.map(rowOf);
  const column = Math.max(0, ...rows.map(([term]) => term.length)) + 2;
  return rows.flatMap(([term, meaning]) => {
    const [first = '', ...rest] = help.boxWrap(meaning, Math.max(24, width - indent - column)).split('\n');
    const start = ' '.repeat(indent);
    return [start + term.padEnd(column) + first, ...rest.map((line) => start + ' '.repeat(column) + line)];
  });
}

function wrapped(help: Help, text: string, width: number, by: number): string[] {
  return help
    .boxWrap(text, Math.max(24, width - by))
    .split('\n')
    .map((line) => ' '.repeat(by) + line);
}
