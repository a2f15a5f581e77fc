import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A project with these files, that is gone when it goes out of scope. */
export function projectOf(files: Readonly<Record<string, string>>): Disposable & { readonly folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'fivewhys-layers-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}
