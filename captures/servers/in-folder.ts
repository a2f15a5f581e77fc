import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs something that needs files of its own, and removes them afterwards. */
export async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'fivewhys-server-'));
  try {
    await run(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
