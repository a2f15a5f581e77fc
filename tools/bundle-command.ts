/**
 * Makes one bundle of the command and the packages of this repository that it is built from: `node tools/bundle-command.ts FOLDER`. Four hundred modules
 * take three times as long to load as the few files of a bundle. It is what is published, and what `./fivewhys` starts.
 *
 * The files are plain JavaScript with their names and mostly their lines: an error in them can be read. Constants of other modules stand in them as numbers (`minifySyntax`): where each was looked up
 * in its module, `explain` took a tenth more CPU time over a large capture. Packages from the registry stay what they are, with their licenses.
 */
import { copyFileSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import process from 'node:process';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');

/** What a process is started with: the command, and its reading thread. Each is a file of its own, with parts for what it loads later. They share none: a thread starts faster from one file. */
const entries = ['packages/cli/src/main.ts', 'packages/capture/src/reader-thread/reader-thread.ts'];

/** A command that was started before a new bundle was made may still load parts of the old one; not after a day. */
const oldPartLivesMs = 24 * 60 * 60 * 1000;

/**
 * Writes `main.js`, `reader-thread.js` and their parts into a folder, and the command's `package.json` beside that folder if none is there.
 *
 * At any moment the folder holds a whole bundle: parts are named by their content, and the entries are replaced last. The time of the entries is that of the beginning, so what changes
 * meanwhile is newer.
 *
 * @throws when a source can't be parsed or an import leads nowhere; the message says which
 */
export async function bundleCommand(folder: string): Promise<void> {
  const begun = new Date();
  const built = await Promise.all(entries.map((entry) => bundle(entry, folder)));
  const outputFiles = built.flatMap((result) => result.outputFiles);
  mkdirSync(folder, { recursive: true });
  const isEntry = ({ path }: { path: string }) =>
    entries.some((entry) => basename(entry, '.ts') === basename(path, '.js'));
  for (const { path, contents } of outputFiles.toSorted((a, b) => Number(isEntry(a)) - Number(isEntry(b)))) {
    const partial = `${path}.${process.pid}`;
    writeFileSync(partial, contents, { mode: basename(path) === 'main.js' ? 0o755 : 0o644 });
    utimesSync(partial, begun, begun);
    renameSync(partial, path);
  }
  forgetOldParts(folder, new Set(outputFiles.map(({ path }) => basename(path))), begun);
}

function bundle(entry: string, folder: string) {
  return build({
    absWorkingDir: root,
    entryPoints: [entry],
    outdir: folder,
    entryNames: '[name]',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minifySyntax: true,
    conditions: ['@fivewhys/source'],
    external: ['commander', '@duckdb/node-api', '@opentelemetry/api'],
    logLevel: 'silent',
    write: false,
  });
}

function forgetOldParts(folder: string, current: ReadonlySet<string>, now: Date): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (!current.has(name) && now.getTime() - statSync(path).mtimeMs > oldPartLivesMs) rmSync(path);
  }
}

if (import.meta.main) {
  const [folder] = process.argv.slice(2);
  if (folder === undefined) {
    console.error('usage: node tools/bundle-command.ts FOLDER');
    process.exitCode = 2;
  } else {
    try {
      await bundleCommand(folder);
      copyFileSync(join(root, 'packages/cli/package.json'), join(dirname(folder), 'package.json'));
    } catch (error) {
      console.error((error as Error).message);
      process.exitCode = 1;
    }
  }
}
