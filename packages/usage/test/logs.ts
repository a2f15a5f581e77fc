import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UsageInput } from '@fivewhys/usage';

const startMs = Date.UTC(2026, 2, 1, 10);

/** What a test says of a request; the rest is as usual. */
export interface Told {
  readonly atMs?: number;
  readonly account?: string;
  readonly route?: string;
  readonly cost?: number;
  readonly charged?: number;
  readonly wallMs?: number;
  readonly [field: string]: unknown;
}

/** A usage record of one request as the throttle writes it; `atMs` from 2026-03-01T10:00Z. */
export function record({
  atMs = 0,
  account = 'ann',
  route = 'GET /',
  cost = 1,
  charged = cost,
  wallMs = 0,
  ...more
}: Told) {
  return {
    kind: 'request',
    version: 1,
    instant: instant(atMs),
    account,
    plan: 'default',
    method: 'GET',
    route,
    status: 200,
    cost,
    charged,
    userCpuMs: cost / 33,
    systemCpuMs: 0,
    measured: true,
    childCpuMs: 0,
    children: 0,
    wallMs,
    remaining: 1,
    quotaUnits: 1_000_000,
    quotaWindowS: 3600,
    throttled: false,
    refused: false,
    warned: false,
    limit: 'usage',
    aborted: false,
    ...more,
  };
}

export function instant(atMs: number): string {
  return new Date(startMs + atMs).toISOString();
}

export function ms(atMs: number): number {
  return startMs + atMs;
}

export function lines(values: readonly unknown[]): string {
  return values.map((value) => `${typeof value === 'string' ? value : JSON.stringify(value)}\n`).join('');
}

/** A log in memory; its bytes come in pieces of at most so many. */
export function log(values: readonly unknown[] | Uint8Array, pieceBytes = Number.POSITIVE_INFINITY): UsageInput {
  const bytes = values instanceof Uint8Array ? values : Buffer.from(lines(values));
  let at = 0;
  return {
    path: 'usage.jsonl',
    bytes: {
      async read(target, offset, length) {
        const piece = bytes.subarray(at, at + Math.min(length, pieceBytes));
        target.set(piece, offset);
        at += piece.length;
        return piece.length;
      },
    },
  };
}

/** A folder for the files of a test, which is removed when it is disposed of. */
export class Folder implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'fivewhys-usage-test-'));

  write(name: string, content: string | Uint8Array): string {
    const path = join(this.path, name);
    writeFileSync(path, content);
    return path;
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
