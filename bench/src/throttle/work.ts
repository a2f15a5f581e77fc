import process from 'node:process';

/** Uses so many microseconds of this thread's CPU time by its own clock, however often it is interrupted. @returns how many they were */
export function burn(us: number): number {
  const start = cpuUs();
  let used = 0;
  while (used < us) {
    spin(3000);
    used = cpuUs() - start;
  }
  return used;
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
