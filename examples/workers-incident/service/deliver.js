// Runs in a process of its own: delivers one webhook. What it does is written down, so that it can be counted how often.
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';

const note = (what, number) =>
  appendFileSync(process.env.RUNS, `${JSON.stringify({ what, number, pid: process.pid, atMs: Date.now() })}\n`);

// As most who work for a queue it holds a connection, and so it lives on when its parent is gone.
const store = new Redis(Number(process.env.REDIS_PORT), '127.0.0.1');
// The templates that it renders, which every such process holds in memory.
globalThis.templates = Buffer.alloc(16 * 1024 * 1024, 'x');

export default async function deliver({ data: { number } }) {
  note('begun', number);
  await sleep(150);
  await store.hset('delivered', number, Date.now());
  note('done', number);
}
