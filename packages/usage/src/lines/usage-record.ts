import { instantMs } from './instant-ms.ts';
import type { Reading } from './reading.ts';

/** Reads a usage record of @fivewhys/throttle; its schema is `usage-record.schema.json` there. Fields that are not needed are not looked at. */
export function readUsageRecord(record: Readonly<Record<string, unknown>>): Reading {
  if (record.version !== 1) return damaged(`a record of version ${String(record.version)}; known is 1`);
  const endMs = instantMs(record.instant);
  if (endMs === undefined) return wrong('instant', record.instant);
  switch (record.kind) {
    case 'request':
      return readRequest(record, endMs);
    case 'window':
      return readWindow(record, endMs);
    case 'unattributed':
      return readUnattributed(record, endMs);
    default:
      return damaged(`a record of the unknown kind ${JSON.stringify(record.kind)}`);
  }
}

function readRequest(record: Readonly<Record<string, unknown>>, endMs: number): Reading {
  const { account, route, wallMs, charged, cost, throttled, refused } = record;
  if (typeof account !== 'string') return wrong('account', account);
  if (typeof route !== 'string') return wrong('route', route);
  if (!isNumber(cost) || cost < 0) return wrong('cost', cost);
  if (!isNumber(charged)) return wrong('charged', charged);
  if (!isNumber(wallMs) || wallMs < 0) return wrong('wallMs', wallMs);
  return {
    kind: 'usage',
    line: 'usage-record',
    row: {
      endMs,
      wallMs,
      windowMs: 0,
      account,
      route,
      requests: 1,
      units: charged,
      cost,
      throttled: Number(throttled === true),
      refused: Number(refused === true),
    },
    ...quotaOf(record),
  };
}

function readWindow(record: Readonly<Record<string, unknown>>, endMs: number): Reading {
  const { account, windowS, requests, charged, cost, throttled, refused } = record;
  if (typeof account !== 'string') return wrong('account', account);
  if (!isNumber(windowS) || windowS < 0) return wrong('windowS', windowS);
  if (!isNumber(requests) || requests < 1) return wrong('requests', requests);
  if (!isNumber(cost) || cost < 0) return wrong('cost', cost);
  if (!isNumber(charged)) return wrong('charged', charged);
  return {
    kind: 'usage',
    line: 'usage-record',
    row: {
      endMs,
      wallMs: undefined,
      windowMs: windowS * 1000,
      account,
      route: undefined,
      requests,
      units: charged,
      cost,
      throttled: isNumber(throttled) ? throttled : 0,
      refused: isNumber(refused) ? refused : 0,
    },
    ...quotaOf(record),
  };
}

function readUnattributed(record: Readonly<Record<string, unknown>>, endMs: number): Reading {
  const { windowS, totalCpuMs, attributedCpuMs } = record;
  if (!isNumber(windowS) || windowS < 0) return wrong('windowS', windowS);
  if (!isNumber(totalCpuMs)) return wrong('totalCpuMs', totalCpuMs);
  if (!isNumber(attributedCpuMs)) return wrong('attributedCpuMs', attributedCpuMs);
  const of = (value: unknown) => (isNumber(value) ? value : 0);
  return {
    kind: 'unattributed',
    row: {
      endMs,
      windowMs: windowS * 1000,
      totalCpuMs,
      attributedCpuMs,
      threadCpuMs: of(record.threadCpuMs),
      otherThreadsCpuMs: of(record.otherThreadsCpuMs),
      childrenCpuMs: of(record.childrenCpuMs),
    },
  };
}

function quotaOf({ plan, quotaUnits, quotaWindowS }: Readonly<Record<string, unknown>>) {
  if (typeof plan !== 'string' || !isNumber(quotaUnits) || !isNumber(quotaWindowS)) return {};
  return { quota: { plan, units: quotaUnits, windowS: quotaWindowS } };
}

function isNumber(value: unknown): value is number {
  return Number.isFinite(value);
}

function wrong(field: string, value: unknown): Reading {
  return damaged(`the field ${field} is ${value === undefined ? 'missing' : JSON.stringify(value)?.slice(0, 60)}`);
}

function damaged(reason: string): Reading {
  return { kind: 'damaged', reason };
}
