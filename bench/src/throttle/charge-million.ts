/** Charges a million accounts, and prints how many megabytes the process holds more than before. */
import process from 'node:process';
import { MemoryStore } from '@fivewhys/throttle';

const store = new MemoryStore();
const before = heldBytes();
for (let index = 0; index < 1_000_000; index++) {
  // As a header has it: one string. One that was put together of two holds both.
  const account = Buffer.from(`account-${index * 7919}`).toString('latin1');
  store.charge(account, { units: 1e6, windowS: 3600 }, 1, 0);
}
const { accounts } = store.health();
if (accounts !== 1_000_000) throw new Error(`${accounts} accounts are kept`);
process.stdout.write(String((heldBytes() - before) / 1e6));

function heldBytes(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
