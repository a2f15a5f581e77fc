import type { CompletionWords, OptionWords, Values } from './words.ts';

/** A script that completes in fish. */
export function fishCompletion({ name, options, commands }: CompletionWords): string {
  const names = commands.map((command) => command.name).join(' ');
  const before = `not __fish_seen_subcommand_from ${names}`;
  const lines = [
    `# fish completion for ${name}`,
    `complete -c ${name} -f`,
    ...options.map((option) => line(name, before, option)),
    ...commands.map(
      (command) => `complete -c ${name} -n '${before}' -a ${command.name} -d ${quoted(command.description)}`,
    ),
    ...commands.flatMap((command) => {
      const within = `__fish_seen_subcommand_from ${command.name}`;
      return [
        ...command.options.map((option) => line(name, within, option)),
        ...argumentLines(name, within, command.values),
      ];
    }),
  ];
  return `${lines.join('\n')}\n`;
}

function line(name: string, when: string, { flags, description, values }: OptionWords): string {
  const spelled = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  return `complete -c ${name} -n '${when}' ${spelled.join(' ')} -d ${quoted(description)}${valuePart(values)}`;
}

function valuePart(values: Values | undefined): string {
  switch (values?.kind) {
    case undefined:
      return '';
    case 'words':
      return ` -x -a ${quoted(values.words.join(' '))}`;
    case 'files':
      return ' -r -F';
    case 'free':
      return ' -x';
  }
}

function argumentLines(name: string, when: string, values: Values): string[] {
  switch (values.kind) {
    case 'words':
      return [`complete -c ${name} -n '${when}' -a ${quoted(values.words.join(' '))}`];
    case 'files':
      return [`complete -c ${name} -n '${when}' -F`];
    case 'free':
      return [];
  }
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, '\\$&')}'`;
}
