// Does node_modules hold what package-lock.json names? Exit status 0 says yes. It spares a second `npm ci` to someone who ran npm themselves.
// Runs on the machine's own Node (20 or newer), before ours is there; hence plain JavaScript.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = process.argv[2];
const read = (path) => JSON.parse(readFileSync(join(root, path), 'utf8')).packages;

try {
  const wanted = read('package-lock.json');
  const installed = read('node_modules/.package-lock.json');
  const differs = Object.entries(wanted).some(([path, { version, integrity, link, optional }]) => {
    if (!path.startsWith('node_modules/')) return false;
    const found = installed[path];
    if (found === undefined) return !optional;
    return !link && (found.version !== version || found.integrity !== integrity);
  });
  process.exitCode = differs ? 1 : 0;
} catch {
  process.exitCode = 1;
}
