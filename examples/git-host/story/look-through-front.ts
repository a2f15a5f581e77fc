import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { nginxLog } from '../front/nginx-conf.ts';
import { accounts } from '../load/accounts.ts';
import { authorizationOf } from '../load/authorization-of.ts';
import type { Host } from './host.ts';

/** What is left of the throttle's headers in front of nginx and behind it. */
export interface FrontView {
  /** Names of the `X-Usage-*` headers that a client gets. */
  readonly seen: readonly string[];
  /** What the log has of the same request: those that have a value. */
  readonly logged: Readonly<Record<string, string>>;
}

/** Asks for one pull request, as a client, and looks it up in the log of nginx. */
export async function lookThroughFront({ url, folder }: Host): Promise<FrontView> {
  const path = `/api/pull-requests/${Date.now()}`;
  const { headers } = await fetch(url + path, { headers: { authorization: authorizationOf(accounts[0] ?? '') } });
  const seen = [...headers.keys()].filter((name) => name.startsWith('x-usage'));
  for (let attempt = 0; attempt < 100; attempt++) {
    const line = readFileSync(join(folder, nginxLog), 'utf8')
      .split('\n')
      .find((one) => one.includes(path));
    if (line !== undefined) return { seen, logged: usageOf(JSON.parse(line)) };
    await sleep(50);
  }
  throw new Error(`nginx did not log ${path}`);
}

function usageOf(fields: Readonly<Record<string, unknown>>): Record<string, string> {
  const all = Object.entries(fields).filter(([name, value]) => name.startsWith('x_usage') && value !== '');
  return Object.fromEntries(all.map(([name, value]) => [name, String(value)]));
}
