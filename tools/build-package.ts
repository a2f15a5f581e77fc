/**
 * Builds the package in the working directory for publishing: `dist` from its sources, and a copy of the LICENSE. It is every package's `prepack`,
 * so `npm pack` of any package works in a fresh clone, in whatever order.
 *
 * The types of a package are checked against the `dist` of those it depends on, which is what its users will see; so these are built first. The command, which nobody
 * imports, becomes a bundle instead.
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { bundleCommand } from './bundle-command.ts';

const root = join(import.meta.dirname, '..');
const scope = '@fivewhys/';

interface Manifest {
  readonly name: string;
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

async function build(folder: string, built: Set<string>): Promise<void> {
  const { name, bin, dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  if (built.has(name)) return;
  built.add(name);
  for (const dependency of Object.keys(dependencies)) {
    const own = join(root, 'packages', dependency.replace(scope, ''));
    if (existsSync(own)) await build(own, built);
  }

  // Built beside and moved into place: nothing of a deleted source stays behind, and a build that fails leaves no half of a dist.
  const next = join(root, 'node_modules', '.cache', `dist-${process.pid}`);
  try {
    if (bin === undefined) compile(folder, next);
    else await bundleCommand(next);
  } catch (error) {
    rmSync(next, { recursive: true, force: true });
    throw new Error(`${name} could not be built`, { cause: error });
  }
  rmSync(join(folder, 'dist'), { recursive: true, force: true });
  renameSync(next, join(folder, 'dist'));
  copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
}

function compile(folder: string, outDir: string): void {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { status } = spawnSync(
    process.execPath,
    [tsc, '-p', join(folder, 'tsconfig.build.json'), '--outDir', outDir, '--pretty', 'false'],
    { stdio: ['ignore', 2, 2] },
  );
  if (status !== 0) throw new Error('tsc says why above');
}

try {
  await build(process.cwd(), new Set());
} catch (error) {
  const { message, cause } = error as Error;
  console.error(`${message}: ${(cause as Error | undefined)?.message ?? ''}`);
  process.exitCode = 1;
}
