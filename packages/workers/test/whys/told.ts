import type { Finding } from '@fivewhys/evidence';
import { workerEvent } from '../../schema/worker-event.ts';
import type { Death } from '../../src/death/death.ts';
import { understandDeath } from '../../src/death/understand-death.ts';
import type { WorkerFact } from '../../src/events/worker-event.ts';
import { WorkerWhys } from '../../src/whys/worker-whys.ts';

const startMs = Date.parse('2026-03-01T10:00:00Z');

/** A line of a file of events, so many seconds after the first. */
export function line(afterS: number, fact: WorkerFact): string {
  const instant = new Date(startMs + afterS * 1000).toISOString();
  const event = { version: 1, instant, supervisor: 'shop', ...fact };
  workerEvent.parse(event); // what a test makes up keeps to the schema
  return JSON.stringify(event);
}

/** How a worker ended that wrote these last lines, as the supervisor understands it. */
export function deathOf(
  end: { readonly code?: number; readonly signal?: NodeJS.Signals },
  lastLines: readonly string[] = [],
): Death {
  return understandDeath({
    exit: { code: end.code ?? null, signal: end.signal ?? null },
    ranMs: 1000,
    lastLines,
    kernelKills: { inCell: { count: 0 } },
    report: undefined,
    core: undefined,
    askedFor: undefined,
    killedBecause: undefined,
    startError: undefined,
  });
}

export function died(afterS: number, worker: string, death: Death, pid = 100 + afterS): string {
  return line(afterS, { event: 'worker-died', worker, instance: 1, pid: Math.round(pid), death });
}

/** What is concluded from texts, each a file of its own. */
export function concluded(...texts: readonly string[]): readonly Finding[] {
  const { whys } = readAll(texts);
  return whys.findings();
}

/** The same with what is told of each file. @param piece how many bytes are handed over at once */
export function readAll(texts: readonly string[], piece = 1 << 20) {
  const whys = new WorkerWhys();
  const reports = texts.map((text, input) => {
    const reader = whys.open(input);
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += piece) reader.read(bytes.subarray(at, at + piece));
    reader.end();
    return reader.report();
  });
  return { whys, reports };
}

export function only(findings: readonly Finding[]): Finding {
  const [finding] = findings;
  if (findings.length !== 1 || finding === undefined)
    throw new Error(`one finding was expected, and there are ${findings.length}`);
  return finding;
}

/** The last lines of a service that went round once and a half from its logger to its cache, as Node.js prints them. */
export const roundTrip: readonly string[] = [
  'RangeError: Maximum call stack size exceeded',
  ...Array.from({ length: 2 }, () => [
    '    at get (/srv/shop/cache.js:3:9)',
    '    at isOn (/srv/shop/flags.js:7:11)',
    '    at mixin (/srv/shop/logger.js:4:20)',
    '    at Pino.write (/srv/shop/node_modules/pino/lib/proto.js:230:35)',
    '    at warn (/srv/shop/logger.js:9:5)',
    '    at /srv/shop/flags.js:8:15',
  ]).flat(),
  '----- Native stack trace -----',
  ' 1: 0x931db0  [node]',
  '----- JavaScript stack trace -----',
  '1: fatal (/srv/shop/worker.js:5:109)',
  '2: emit (node:events:514:28)',
];
