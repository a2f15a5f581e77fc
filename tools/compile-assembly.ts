/**
 * Compiles the loops that are written in AssemblyScript (`packages/NAME/assembly/LOOP.ts`) to WebAssembly, and writes each as a module of TypeScript into the package's sources: `npm run assembly`.
 * So the sources run as they are, from a checkout and from a package; test/assembly.test.ts holds them against what would be compiled now.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import process from 'node:process';
import asc from 'assemblyscript/asc';

const root = join(import.meta.dirname, '..');

/** The loops, and where each is written. */
export const loops = [
  { source: 'packages/capture/assembly/usual-segments.ts', target: 'packages/capture/src/usual-segments.wasm.ts' },
  {
    source: 'packages/connections/assembly/header-prediction.ts',
    target: 'packages/connections/src/header-prediction.wasm.ts',
  },
] as const;

/** As long as a shared memory may be. The one that is imported says how long it is. */
const mostPages = '65536';

const options = [
  ...['-O3', '--noAssert', '--runtime', 'stub', '--use', 'abort='],
  ...['--enable', 'threads', '--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', mostPages],
];

/**
 * The module of TypeScript that a loop is compiled to.
 *
 * @throws when the source can't be compiled; the message is the compiler's
 */
export async function compileLoop(source: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'fivewhys-assembly-'));
  const out = join(folder, 'loop.wasm');
  try {
    const { error, stderr } = await asc.main([source, '--baseDir', root, '--outFile', out, ...options]);
    if (error !== null) throw new Error(`${source}: ${stderr.toString()}`);
    const name = basename(source, '.ts').replace(/-./g, ([, letter]) => (letter as string).toUpperCase());
    return [
      `// Written by \`npm run assembly\` from ${source.replace(/^packages\/\w+\//, '')}.`,
      `export const ${name}Wasm =`,
      `  '${readFileSync(out).toString('base64')}';`,
      '',
    ].join('\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (import.meta.main) {
  process.chdir(root);
  for (const { source, target } of loops) writeFileSync(target, await compileLoop(source));
}
