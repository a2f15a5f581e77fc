/**
 * How far each attributor is from the truth, over requests of many accounts that interleave. The truth is what the handlers burn by the clock of their own thread, and what
 * Node.js itself does for such a request: that is the mean of what `exact` measures of an account whose handler burns nothing.
 */
import { Agent, createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createThrottle, type RequestRecord, throttleListener } from '@fivewhys/throttle';
import { burn } from './work.ts';

/** What accounts burn per request, in microseconds; all ask for one route. */
export const burnsUs: Readonly<Record<string, number>> = {
  empty: 0,
  light: 100,
  usual: 300,
  heavy: 2000,
  heaviest: 8000,
};
const connections = 24;

/** The records of so many requests of each account, by account. */
export async function recordsOf(
  attributor: 'exact' | 'slices' | 'sampled',
  each: number,
): Promise<ReadonlyMap<string, readonly RequestRecord[]>> {
  const records: RequestRecord[] = [];
  const throttle = createThrottle({
    attributor,
    account: (request: IncomingMessage) => request.headers['x-account']?.toString(),
    records: { write: (record) => record.kind === 'request' && records.push(record), close: async () => {} },
  });
  const server = createServer(throttleListener(throttle, handle));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await load((server.address() as AddressInfo).port, each);
  await sleep(50);
  server.close();
  await throttle.close();
  return Map.groupBy(records, ({ account }) => account);
}

/** What the handler burnt; it says so as a cost of its own. */
function burntUs({ extra }: RequestRecord): number {
  return extra?.burnt ?? 0;
}

/** The error of each request's CPU time, in shares of the truth. @param emptyUs what Node.js does for a request */
export function errorsOf(records: readonly RequestRecord[], emptyUs: number): readonly number[] {
  return records
    .filter(({ measured }) => measured)
    .map((record) => {
      const trueUs = emptyUs + burntUs(record);
      return Math.abs((record.userCpuMs + record.systemCpuMs) * 1000 - trueUs) / trueUs;
    });
}

/** What an account was charged in all, in shares of the truth; by the default weights a unit is 30 µs. */
export function chargedShare(records: readonly RequestRecord[], emptyUs: number): number {
  let chargedUs = 0;
  let trueUs = 0;
  for (const record of records) {
    chargedUs += (record.charged - burntUs(record)) * 30;
    trueUs += emptyUs + burntUs(record);
  }
  return chargedUs / trueUs;
}

/** Burns in four parts, with something of Node.js to wait for between them, so that some twenty requests are always half done. */
async function handle(request: IncomingMessage, response: { end(text: string): unknown }): Promise<void> {
  const us = (burnsUs[request.headers['x-account']?.toString() ?? ''] ?? 0) / 4;
  const part = (): void => {
    if (us > 0) request.cost?.add('burnt', burn(us));
  };
  part();
  await sleep(1);
  part();
  await new Promise((resolve) => setImmediate(resolve));
  part();
  await null;
  part();
  response.end('done');
}

async function load(port: number, each: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const accounts = Object.keys(burnsUs);
  let next = 0;
  const client = async (): Promise<void> => {
    while (next < each * accounts.length) {
      const headers = { 'x-account': accounts[next++ % accounts.length] ?? '' };
      await new Promise<void>((resolve, reject) => {
        get({ port, agent, headers }, (response) => response.resume().on('end', resolve)).on('error', reject);
      });
    }
  };
  await Promise.all(Array.from({ length: connections }, client));
  agent.destroy();
}
