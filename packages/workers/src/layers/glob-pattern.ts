/** The regular expression, as text, for what belongs to a layer: a glob of files, `npm:PACKAGE` or `node:MODULE`, against the paths that dependency-cruiser gives. */
export function memberPattern(member: string): string {
  if (member.startsWith('node:')) return `^(?:node:)?${escaped(member.slice(5))}(?:/|$)`;
  // Installed it is a path, also of pnpm's; not installed, the name itself.
  if (member.startsWith('npm:')) return `(?:^|(?:^|/)node_modules/)${starred(member.slice(4))}(?:/|$)`;
  // What is installed is a package, whatever its files are called.
  return `^(?!(?:.*/)?node_modules/)${globPattern(member)}$`;
}

/** The same for a file's glob, without its ends: `**` any folders, `*` within a name, `?` one character, `{a,b}` one of several. */
export function globPattern(glob: string): string {
  return glob.replaceAll(/\*\*\/|\*\*|\*|\?|[{},]|[^*?{},]+/g, (part) => {
    switch (part) {
      case '**/':
        return '(?:.*/)?';
      case '**':
        return '.*';
      case '*':
        return '[^/]*';
      case '?':
        return '[^/]';
      case '{':
        return '(?:';
      case '}':
        return ')';
      case ',':
        return '|';
      default:
        return escaped(part);
    }
  });
}

function starred(name: string): string {
  return name.split('*').map(escaped).join('[^/]*');
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** The pattern of these names and no others. */
export function exactly(names: readonly string[]): string {
  return `^(?:${names.map(escaped).join('|')})$`;
}
