import { setTimeout as sleep } from 'node:timers/promises';
import type { Contestant } from './contestant.ts';
import { cpuSecondsOf, pidsOf, residentBytesOf } from './processes.ts';
import { waitFor } from './wait.ts';

export interface Cost {
  readonly cpuPercent: number;
  readonly memoryBytes: number;
}

/** What it costs to supervise so many workers that do nothing, once all have been started. */
export async function measureCost(contestant: Contestant, workers: number, overMs: number): Promise<Cost> {
  const time = `${90_000 + Math.floor(Math.random() * 9000)}.${process.pid}`;
  const command = ['/usr/bin/sleep', time] as const; // PM2 wants a path
  const pid = await contestant.start(workers, command);
  try {
    if ((await waitFor(() => pidsOf(command.join(' ')).length === workers, 60_000)) === undefined) {
      throw new Error(`${contestant.name} did not start ${workers} workers`);
    }
    await sleep(5000); // what a start leaves to be done
    const beganMs = performance.now();
    const before = cpuSecondsOf(pid);
    await sleep(overMs);
    const seconds = (performance.now() - beganMs) / 1000;
    return { cpuPercent: (100 * (cpuSecondsOf(pid) - before)) / seconds, memoryBytes: residentBytesOf(pid) };
  } finally {
    await contestant.stop();
  }
}
