import type { ReportExcerpt } from './death.ts';
import { redact } from './redact.ts';

interface Report {
  readonly header?: { readonly event?: unknown; readonly trigger?: unknown; readonly processId?: unknown };
  readonly javascriptStack?: { readonly stack?: unknown };
  readonly javascriptHeap?: {
    readonly usedMemory?: unknown;
    readonly heapSizeLimit?: unknown;
    readonly memoryLimit?: unknown;
  };
}

/** Parts of a diagnostic report that hold what is nobody's business: values of environment variables, addresses, handles with their peers. */
const privateParts = ['environmentVariables', 'libuv', 'workers'] as const;

/**
 * Reads a diagnostic report of Node.js (https://nodejs.org/api/report.html) that belongs to a process.
 *
 * @returns the report without its private parts, and what of it goes into the evidence; undefined when it is damaged or another process's
 */
export function readReport(
  text: string,
  pid: number,
  path: string,
): { readonly excerpt: ReportExcerpt; readonly redacted: string } | undefined {
  let report: Report & Record<string, unknown>;
  try {
    report = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { header, javascriptStack, javascriptHeap } = report;
  if (header?.processId !== pid) return undefined;
  const kept = Object.fromEntries(
    Object.entries(report).filter(([name]) => !(privateParts as readonly string[]).includes(name)),
  );
  const { commandLine: _, networkInterfaces: __, ...publicHeader } = header as Record<string, unknown>;
  const heapUsedBytes = numberOf(javascriptHeap?.usedMemory);
  const heapLimitBytes = numberOf(javascriptHeap?.heapSizeLimit ?? javascriptHeap?.memoryLimit);
  const stack = Array.isArray(javascriptStack?.stack) ? javascriptStack.stack : [];
  return {
    excerpt: {
      path,
      trigger: String(header.trigger ?? 'unknown'),
      event: redact(String(header.event ?? 'unknown')),
      ...(heapUsedBytes === undefined ? {} : { heapUsedBytes }),
      ...(heapLimitBytes === undefined ? {} : { heapLimitBytes }),
      javascriptStack: stack.slice(0, 30).map((line) => redact(String(line).trim())),
    },
    redacted: redact(JSON.stringify({ ...kept, header: publicHeader }, null, 2)),
  };
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
