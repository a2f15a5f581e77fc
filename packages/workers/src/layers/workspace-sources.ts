import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where builds put what they make; in the package's folder the sources stand beside it, in `src`. */
const built = /^\.\/(?:dist|build|lib|out|esm|cjs)\/(.+?)(?:\.d)?\.[cm]?[jt]sx?$/;
const endings = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'] as const;

interface Manifest {
  readonly name?: unknown;
  readonly exports?: unknown;
  readonly main?: unknown;
  readonly module?: unknown;
}

/** The packages of a project that its files import by name, as those of a workspace do. */
export interface WorkspaceSources {
  readonly names: ReadonlySet<string>;
  /** For enhanced-resolve: names that lead to what is built, or would be, and the source that it is built from. `$`: this name alone. */
  readonly alias: Readonly<Record<string, string>>;
}

/** Finds what the names of a project's own packages mean. What is built may not be there, or be old; what is wanted is what stands in the sources. */
export function workspaceSourcesOf(folder: string): WorkspaceSources {
  const names = new Set<string>();
  const alias: Record<string, string> = {};
  const isOutside = (path: string) => /(?:^|\/)(?:node_modules|\.git)$/.test(path);
  for (const path of globSync('**/package.json', { cwd: folder, exclude: isOutside })) {
    const manifest = manifestAt(join(folder, path));
    if (typeof manifest?.name !== 'string') continue;
    names.add(manifest.name);
    const home = dirname(join(folder, path));
    for (const [entry, targets] of entriesOf(manifest)) {
      const source = sourceOf(home, targets);
      if (source !== undefined) alias[`${join(manifest.name, entry)}$`] = source;
    }
  }
  return { names, alias };
}

function manifestAt(path: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  } catch {
    return undefined;
  }
}

/** What can be imported of a package, and all files that it may mean, whatever the condition. */
function entriesOf({ exports, main, module }: Manifest): readonly (readonly [string, readonly string[]])[] {
  if (exports === undefined)
    return [['.', stringsIn([module, main]).map((path) => (path.startsWith('.') ? path : `./${path}`))]];
  const isMap =
    typeof exports === 'object' && exports !== null && Object.keys(exports).some((key) => key.startsWith('.'));
  if (!isMap) return [['.', stringsIn(exports)]];
  return Object.entries(exports)
    .filter(([entry]) => !entry.includes('*'))
    .map(([entry, targets]) => [entry, stringsIn(targets)]);
}

function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

/** The first target that is a source itself, else the source that the first one is built from. */
function sourceOf(home: string, targets: readonly string[]): string | undefined {
  const own = targets.find((target) => !built.test(target) && isFile(join(home, target)));
  if (own !== undefined) return join(home, own);
  const stems = targets.flatMap((target) => built.exec(target)?.[1] ?? []);
  const files = stems.flatMap((stem) => endings.map((ending) => join(home, 'src', `${stem}${ending}`)));
  return files.find(isFile);
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}
