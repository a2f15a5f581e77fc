// A parent of workers: takes webhooks from the queue and has them delivered by processes of its own (BullMQ's sandbox).
import { join } from 'node:path';
import { Worker } from 'bullmq';
import { claimMemory } from './host-memory.js';
import { log } from './logger.js';

process.on('uncaughtException', (error) => {
  console.error(error);
  process.abort(); // for the core file
});

claimMemory();

const worker = new Worker('webhooks', join(import.meta.dirname, 'deliver.js'), {
  connection: { host: '127.0.0.1', port: Number(process.env.REDIS_PORT) },
  concurrency: 2,
  lockDuration: 2000,
  stalledInterval: 1000,
  maxStalledCount: 100,
});
worker.on('completed', (job) => log.info(`webhook ${job.data.number} delivered`));
worker.on('error', (error) => console.error(error.message));

process.on('SIGTERM', async () => {
  await worker.close();
  process.exit(0);
});
