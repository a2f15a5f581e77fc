import type { CompletionWords, OptionWords, Values } from './words.ts';

/** A script that completes in zsh, to be sourced, or put as `_fivewhys` where `$fpath` leads. */
export function zshCompletion({ name, options, commands }: CompletionWords): string {
  const list = commands.map((command) => quoted(`${command.name}:${command.description}`)).join(' ');
  return `#compdef ${name}
_${name}() {
  local curcontext=$curcontext state line
  _arguments -C ${specs(options).join(' ')} '1:command:->command' '*::argument:->argument'
  case $state in
    command)
      local -a commands=(${list})
      _describe command commands
      ;;
    argument)
      case $line[1] in
${commands.map((command) => `        ${command.name}) _arguments ${[...specs(command.options), rest(command.values)].join(' ')} ;;`).join('\n')}
      esac
      ;;
  esac
}
if [ "$funcstack[1]" = _${name} ]; then _${name} "$@"; else compdef _${name} ${name}; fi
`;
}

function specs(options: readonly OptionWords[]): string[] {
  return options.flatMap(({ flags, description, values }) => {
    const text = `[${description.replace(/[[\]\\:]/g, '\\$&')}]`;
    return flags.map((flag) => quoted(values === undefined ? flag + text : `${flag}=${text}:value:${action(values)}`));
  });
}

function rest(values: Values): string {
  return quoted(`*:argument:${action(values)}`);
}

function action(values: Values): string {
  switch (values.kind) {
    case 'words':
      return `(${values.words.join(' ')})`;
    case 'files':
      return '_files';
    case 'free':
      return ' ';
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
