import { setImmediate as turn } from 'node:timers/promises';
import { CodedError } from '@fivewhys/evidence';
import type { RowWriter } from '../database/row-writer.ts';
import { usageError } from '../errors.ts';
import { readLine } from '../lines/read-line.ts';
import type { LineKind, Reading, SeenQuota } from '../lines/reading.ts';
import type { UsageProgress } from '../options.ts';
import type { InputReport } from '../usage-report.ts';
import { lineBatches, longestLine } from './line-batches.ts';
import { type OpenedInput, openBytes } from './open-bytes.ts';
import { pathOf, type UsageInput } from './usage-input.ts';

/** Damaged lines that are named; the others are counted. */
const mostNamed = 100;
/** Plans whose quota is remembered. */
const mostPlans = 100;

export interface RowWriters {
  readonly usage: RowWriter;
  readonly unattributed: RowWriter;
}

/**
 * Reads one log into the database. Damaged lines are counted, and the first of them named with their numbers; a packed file that breaks off is read as far as it goes.
 *
 * @param index of the input, kept with each row
 * @param quotas takes what records say of their plans' quotas
 * @throws CodedError `USAGE_INPUT_NOT_READABLE`, `USAGE_INPUT_EMPTY`, `USAGE_NO_RECORDS`
 */
export async function readInput(
  input: UsageInput,
  index: number,
  writers: RowWriters,
  quotas: Map<string, SeenQuota>,
  onProgress: ((progress: UsageProgress) => void) | undefined,
): Promise<InputReport> {
  const path = pathOf(input);
  const opened = await openBytes(input);
  const reader = new LineReader(index, writers, quotas);
  const tell = (done: boolean) =>
    onProgress?.({ path, bytesRead: opened.bytesRead(), totalBytes: opened.totalBytes, done });
  try {
    await readLines(opened, reader, () => tell(false));
  } finally {
    opened.close();
    tell(true);
  }
  if (reader.records === 0 && reader.unattributed === 0) throw usageError('USAGE_NO_RECORDS', reader.whyNothing());
  return reader.report(path, opened.compression);
}

async function readLines(opened: OpenedInput, reader: LineReader, tell: () => void): Promise<void> {
  try {
    for await (const batch of lineBatches(opened.chunks)) {
      for (const line of batch) reader.take(line);
      tell();
      await turn();
    }
    const failure = opened.failure();
    if (failure !== undefined) reader.breakOff(`the packed data breaks off or is damaged behind it: ${failure}`);
  } catch (error) {
    if (error instanceof CodedError) throw error;
    reader.breakOff(`reading failed behind it: ${(error as Error).message}`);
  }
}

class LineReader {
  readonly #index: number;
  readonly #writers: RowWriters;
  readonly #quotas: Map<string, SeenQuota>;
  readonly #damage: { line: number; reason: string }[] = [];
  readonly #kinds = new Map<LineKind, number>();
  #lines = 0;
  #damaged = 0;
  #withoutCost = 0;
  #withoutDuration = 0;
  records = 0;
  unattributed = 0;

  constructor(index: number, writers: RowWriters, quotas: Map<string, SeenQuota>) {
    this.#index = index;
    this.#writers = writers;
    this.#quotas = quotas;
  }

  take(line: string | undefined): void {
    this.#lines += 1;
    const reading: Reading =
      line === undefined ? { kind: 'damaged', reason: `longer than ${longestLine} bytes` } : readLine(line);
    switch (reading.kind) {
      case 'usage':
        this.#usage(reading);
        return;
      case 'unattributed': {
        const { endMs, windowMs, totalCpuMs, attributedCpuMs, threadCpuMs, otherThreadsCpuMs, childrenCpuMs } =
          reading.row;
        const rest = [threadCpuMs, otherThreadsCpuMs, childrenCpuMs];
        this.unattributed += 1;
        this.#writers.unattributed.write([endMs, windowMs, totalCpuMs, attributedCpuMs, ...rest]);
        return;
      }
      case 'without-cost':
        this.#withoutCost += 1;
        this.#count(reading.line);
        return;
      case 'damaged':
        this.#damagedLine(reading.reason);
        return;
      case 'blank':
    }
  }

  /** The bytes end before the input does. */
  breakOff(reason: string): void {
    this.#damagedLine(reason);
  }

  report(path: string, compression: InputReport['compression']): InputReport {
    const [kind] = [...this.#kinds].toSorted(([, a], [, b]) => b - a)[0] ?? ['usage-record' as const];
    return {
      path,
      kind,
      ...(compression === undefined ? {} : { compression }),
      lines: this.#lines,
      records: this.records,
      unattributedRecords: this.unattributed,
      linesWithoutCost: this.#withoutCost,
      recordsWithoutDuration: this.#withoutDuration,
      damagedLines: this.#damaged,
      damage: this.#damage,
    };
  }

  /** Of an input that holds nothing to go by. */
  whyNothing(): string {
    if (this.#withoutCost > 0)
      return `none of its ${this.#withoutCost} lines tells what a request cost (x_usage_request_cost); docs/throttling.md has recipes for load balancers`;
    const [first] = this.#damage;
    if (first === undefined) return 'it holds no line';
    return `no line of it is a usage record or of an access log (line ${first.line}: ${first.reason})`;
  }

  #usage({ row, line, quota }: Reading & { kind: 'usage' }): void {
    this.records += 1;
    this.#count(line);
    const { endMs, wallMs, windowMs, account, route, requests, units, cost, throttled, refused } = row;
    if (wallMs === undefined && windowMs === 0) this.#withoutDuration += 1;
    const place = [this.#index, this.#lines];
    this.#writers.usage.write([
      endMs,
      wallMs ?? 0,
      windowMs,
      account,
      route ?? null,
      requests,
      units,
      cost,
      throttled,
      refused,
      ...place,
    ]);
    if (quota !== undefined && (this.#quotas.has(quota.plan) || this.#quotas.size < mostPlans)) {
      this.#quotas.set(quota.plan, quota);
    }
  }

  #damagedLine(reason: string): void {
    this.#damaged += 1;
    if (this.#damage.length < mostNamed) this.#damage.push({ line: this.#lines, reason });
  }

  #count(line: LineKind): void {
    this.#kinds.set(line, (this.#kinds.get(line) ?? 0) + 1);
  }
}
