import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReportExcerpt } from './death.ts';
import { readReport } from './diagnostic-report.ts';

/** A report is some hundred kilobytes; a larger file is none, and is not read. */
const largestReportBytes = 32 * 1024 * 1024;
const mostReports = 20;

/** Of the ten calls that a stack has by default, a recursion through a logger and its client takes more for one lap. */
const stackDepth = 40;

/** How deep Node.js tells a stack, as NODE_OPTIONS has it. */
export const stackOptions = `--stack-trace-limit=${stackDepth}`;

/** Where reports of one worker go; NODE_OPTIONS holds its path. */
export function reportOptions(folder: string): string {
  return `--report-on-fatalerror "--report-directory=${folder.replaceAll(/["\\]/g, '\\$&')}"`;
}

/**
 * Finds the report that a process left, and takes the private parts out of every report in the folder: those of the worker's children are there, too.
 * Only the newest stay.
 */
export function collectReport(folder: string, pid: number): ReportExcerpt | undefined {
  let found: ReportExcerpt | undefined;
  for (const path of reportsIn(folder)) {
    const owner = Number(/\.(\d+)\.\d+\.\d+\.json$/.exec(path)?.[1]);
    const report =
      statSync(path).size > largestReportBytes ? undefined : readReport(readFileSync(path, 'utf8'), owner, path);
    if (report === undefined) {
      rmSync(path, { force: true });
      continue;
    }
    const kept = path.replace(/\.json$/, '.redacted.json');
    writeFileSync(kept, report.redacted, { mode: 0o600 });
    rmSync(path, { force: true });
    if (owner === pid) found = { ...report.excerpt, path: kept };
  }
  for (const old of redactedIn(folder).slice(0, -mostReports)) rmSync(old, { force: true });
  return found;
}

function reportsIn(folder: string): readonly string[] {
  return namesIn(folder).filter((path) => path.endsWith('.json') && !path.endsWith('.redacted.json'));
}

/** Oldest first: the names begin with the date. */
function redactedIn(folder: string): readonly string[] {
  return namesIn(folder).filter((path) => path.endsWith('.redacted.json'));
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .toSorted()
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}
