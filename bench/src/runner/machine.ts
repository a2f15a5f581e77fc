import { cpus, loadavg, release, totalmem } from 'node:os';
import process from 'node:process';

/** One line that says where the figures were measured. */
export function describeMachine(): string {
  const models = cpus();
  const memoryGb = Math.round(totalmem() / 2 ** 30);
  const load = loadavg()[0] as number;
  const busy = load > 0.5 * models.length ? ': busy, the CPU column is worth more than the wall clock' : '';
  return `${models.length} cores, ${models[0]?.model ?? 'unknown CPU'}, ${memoryGb} GB, Linux ${release()}, Node ${process.version}, load ${load.toFixed(1)} at the start${busy}`;
}
