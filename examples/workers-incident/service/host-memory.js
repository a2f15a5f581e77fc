// Stands in for a host that is out of memory: a start fails when the processes of the service already hold all that the host has for them.
import { readdirSync, readFileSync } from 'node:fs';

const needed = 64 * 1024 * 1024;

export function claimMemory() {
  const held = processesOf(process.env.INCIDENT)
    .filter((pid) => pid !== process.pid)
    .reduce((sum, pid) => sum + pssOf(pid), 0);
  if (held + needed <= Number(process.env.HOST_MEMORY)) return;
  console.error(`out of memory: ${Math.round(held / 2 ** 20)} MiB are in use`);
  process.exit(1);
}

function processesOf(incident) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => readOr(`/proc/${pid}/environ`).split('\0').includes(`INCIDENT=${incident}`))
    .map(Number);
}

function pssOf(pid) {
  return Number(/^Pss:\s+(\d+)/m.exec(readOr(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) * 1024;
}

function readOr(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
