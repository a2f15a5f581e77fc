import process from 'node:process';

/** Uses so many microseconds of this thread's CPU time by its own clock, however often it is interrupted. */
export function burn(us: number): void {
  const start = cpuUs();
  while (cpuUs() - start < us) spin(3000);
}

let sink = 0;

function spin(loops: number): void {
  for (let index = 0; index < loops; index++) sink = (sink + Math.imul(index, 31)) | 0;
}

function cpuUs(): number {
  process.cpuUsage();
  const { user, system } = process.threadCpuUsage();
  return user + system;
}
