// The parent of a service with a queue, as the incident had them: BullMQ runs each job in a child process of its own, and a helper runs in a session of its own.
// queue-worker.cjs TIME PORT JOURNAL
const { spawn } = require('node:child_process');
const { writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { Worker } = require('bullmq');
const [time, port] = process.argv.slice(2);

spawn('setsid', ['sleep', time], { stdio: 'ignore' });
const worker = new Worker('kills', join(__dirname, 'processor.cjs'), {
  connection: { host: '127.0.0.1', port: Number(port) },
  lockDuration: 2000,
  stalledInterval: 1000,
  maxStalledCount: 1000,
});
worker.on('error', () => {});
// A job whose child was stopped is never done: it is no sign of life that the parent lives.
const since = new Map();
worker.on('active', ({ id }) => since.set(id, Date.now()));
worker.on('completed', ({ id }) => since.delete(id));
worker.on('failed', (job) => since.delete(job?.id));
setInterval(() => {
  if ([...since.values()].every((ms) => Date.now() - ms < 3000)) writeFileSync(process.env.FIVEWHYS_ALIVE_FILE, '');
}, 100);
process.on('SIGTERM', async () => {
  await worker.close();
  process.exit(0);
});
