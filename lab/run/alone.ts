import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** An abstract socket: it ends with its process, however that ends. */
const name = '\0fivewhys-lab';

/**
 * Waits until no other run is going on. Two at once would see each other: the kernel's trace of resets and a setting of one story are the whole
 * machine's.
 */
export async function untilAlone(say: (line: string) => void): Promise<Disposable> {
  let told = false;
  for (;;) {
    const lock = await take();
    if (lock !== undefined) return { [Symbol.dispose]: () => void lock.close() };
    if (!told) say('waiting: another lab is running on this machine');
    told = true;
    await sleep(300);
  }
}

async function take(): Promise<Server | undefined> {
  const server = createServer().listen(name);
  server.unref();
  try {
    await once(server, 'listening');
    return server;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return undefined;
    throw error;
  }
}
