/** An input's path for people; `-` is what the command line calls standard input. */
export function pathText(path: string): string {
  return path === '-' ? 'standard input' : path;
}
