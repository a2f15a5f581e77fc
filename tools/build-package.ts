/**
 * Builds the package in the working directory for publishing: `dist` from its sources, and a copy of the LICENSE. It is every package's `prepack`,
 * so `npm pack` of any package works in a fresh clone, in whatever order.
 *
 * The types of a package are checked against the `dist` of those it depends on, which is what its users will see; so these are built first.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';

const root = join(import.meta.dirname, '..');
const scope = '@fivewhys/';

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function build(folder: string, built: Set<string>): void {
  const { name, dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  if (built.has(name)) return;
  built.add(name);
  for (const dependency of Object.keys(dependencies)) {
    const own = join(root, 'packages', dependency.replace(scope, ''));
    if (existsSync(own)) build(own, built);
  }

  // Built beside and moved into place: nothing of a deleted source stays behind, and a build that fails leaves no half of a dist.
  const next = join(root, 'node_modules', '.cache', `dist-${process.pid}`);
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { status } = spawnSync(
    process.execPath,
    [tsc, '-p', join(folder, 'tsconfig.build.json'), '--outDir', next, '--pretty', 'false'],
    { stdio: ['ignore', 2, 2] },
  );
  if (status !== 0) {
    rmSync(next, { recursive: true, force: true });
    throw new Error(`tsc could not build ${name}; it says why above`);
  }
  rmSync(join(folder, 'dist'), { recursive: true, force: true });
  renameSync(next, join(folder, 'dist'));
  copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
}

try {
  build(process.cwd(), new Set());
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
