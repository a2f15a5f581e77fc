import process from 'node:process';

/** Uses so many milliseconds of this thread's CPU time, by its own clock: the truth that meters are held against. */
export function burn(ms: number): void {
  const start = cpuUs();
  while (cpuUs() - start < ms * 1000) {
    let sum = 0;
    for (let index = 0; index < 500; index++) sum += Math.sqrt(index);
    if (sum < 0) throw new Error('unreachable, and so not optimized away');
  }
}

function cpuUs(): number {
  process.cpuUsage();
  const { user, system } = process.threadCpuUsage();
  return user + system;
}
