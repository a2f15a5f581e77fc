import type { CompletionWords, OptionWords, Values } from './words.ts';

/** A script that completes in bash (3.2, which macOS has, and later). */
export function bashCompletion({ name, options, commands }: CompletionWords): string {
  const functionName = `_${name}`;
  const values = [
    ...valueCases('', options),
    ...commands.flatMap((command) => valueCases(command.name, command.options)),
  ];
  return `# bash completion for ${name}
${functionName}() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]} command= word IFS=$'\\n'
  # bash takes --format=json apart at the sign.
  if [ "$cur" = = ]; then cur=; elif [ "$prev" = = ]; then prev=\${COMP_WORDS[COMP_CWORD - 2]}; fi
  COMPREPLY=()
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case $word in ${commands.map((command) => command.name).join(' | ')}) command=$word; break ;; esac
  done
  case $command:$prev in
${values.join('\n')}
  esac
  case $cur in
    -*)
      case $command in
${[{ name: "''", options }, ...commands].map((command) => `        ${command.name}) ${replies(flagsOf(command.options))} ;;`).join('\n')}
      esac
      return
      ;;
  esac
  case $command in
    '') ${replies(commands.map((command) => command.name))} ;;
${commands.map((command) => `    ${command.name}) ${reply(command.values)} ;;`).join('\n')}
  esac
}
complete -F ${functionName} ${name}
`;
}

function valueCases(command: string, options: readonly OptionWords[]): string[] {
  return options.flatMap(({ flags, values }) =>
    values === undefined
      ? []
      : [`    ${flags.map((flag) => `${command}:${flag}`).join(' | ')}) ${reply(values)}; return ;;`],
  );
}

function flagsOf(options: readonly OptionWords[]): string[] {
  return options.flatMap(({ flags }) => flags);
}

function reply(values: Values): string {
  switch (values.kind) {
    case 'words':
      return replies(values.words);
    case 'files':
      return `compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur"))`;
    case 'free':
      return ':';
  }
}

/** Words of ours, of letters and dashes: they need no quoting of their own. */
function replies(words: readonly string[]): string {
  return `COMPREPLY=($(IFS=' ' compgen -W '${words.join(' ')}' -- "$cur"))`;
}
