import { closeSync, openSync, writeSync } from 'node:fs';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { type UsageLogOptions, usageLog } from './usage/usage-log.ts';

const usage = `usage: generate-usage-log --out FILE [options]

Writes the usage records, or the access log, of a service with an incident in the middle of its last day: five accounts that search.
  --out FILE        where to write
  --requests N      how many (100000)
  --accounts N      whose, by Zipf's law (1000)
  --hours N         over how long (24)
  --format F        records, json or combined (records)
  --seed N          the same seed gives the same bytes (1)
`;

const batchLines = 10_000;

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    requests: { type: 'string', default: '100000' },
    accounts: { type: 'string', default: '1000' },
    hours: { type: 'string', default: '24' },
    format: { type: 'string', default: 'records' },
    seed: { type: 'string', default: '1' },
  },
});

const counts = [values.requests, values.accounts, values.hours].map(Number);
const isFormat = (format: string): format is UsageLogOptions['format'] =>
  ['records', 'json', 'combined'].includes(format);
if (values.out === undefined || !counts.every((count) => count > 0) || !isFormat(values.format)) {
  process.stderr.write(usage);
  process.exitCode = 2;
} else {
  const [requests = 0, accounts = 0, hours = 0] = counts;
  write(values.out, {
    seed: Number(values.seed),
    requests,
    accounts,
    hours,
    format: values.format,
    startMs: Date.UTC(2026, 2, 1),
    incident: { from: 1 - 12 / hours, to: 1 - 11 / hours, accounts: 5, share: 0.1 },
  });
}

function write(out: string, options: UsageLogOptions): void {
  const fd = openSync(out, 'w');
  let lines: string[] = [];
  const flush = () => {
    if (lines.length > 0) writeSync(fd, `${lines.join('\n')}\n`);
    lines = [];
  };
  for (const line of usageLog(options)) {
    lines.push(line);
    if (lines.length >= batchLines) flush();
  }
  flush();
  closeSync(fd);
}
