import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { usageError } from '../errors.ts';
import { loadEngine } from './engine.ts';
import { RowWriter } from './row-writer.ts';
import { createTable, type TableName } from './tables.ts';

type Value = number | string;

/** A value of a row: what our queries return is numbers, names or nothing. */
export type Cell = number | string | null;

/**
 * The rows of all logs, in a database of its own that lies in a temporary folder and is gone afterwards. Its memory is bounded: what has no room goes to that folder.
 */
export class UsageDatabase {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #removeAtExit: () => void;

  private constructor(folder: string, instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.#connection = connection;
    this.#removeAtExit = () => rmSync(folder, { recursive: true, force: true });
    process.once('exit', this.#removeAtExit);
  }

  /** @throws CodedError `USAGE_ENGINE_MISSING`, `USAGE_STORE_FAILED` */
  static async open(memoryMegabytes: number): Promise<UsageDatabase> {
    const { DuckDBInstance } = await loadEngine();
    const folder = await attempt(async () => mkdtempSync(join(tmpdir(), `fivewhys-usage-${process.pid}-`)));
    return attempt(async () => {
      const instance = await DuckDBInstance.create(join(folder, 'usage.duckdb'), {
        memory_limit: `${memoryMegabytes}MB`,
        temp_directory: join(folder, 'spilled'),
        // Nothing is fetched, whatever a query needs.
        autoinstall_known_extensions: 'false',
        autoload_known_extensions: 'false',
      });
      const database = new UsageDatabase(folder, instance, await instance.connect());
      await database.run(createTable('usage'));
      await database.run(createTable('unattributed'));
      return database;
    });
  }

  async writer(table: TableName): Promise<RowWriter> {
    const engine = await loadEngine();
    return RowWriter.create(engine, this.#connection, table);
  }

  async run(sql: string, values: Readonly<Record<string, Value>> = {}): Promise<void> {
    await attempt(() => this.#connection.run(sql, values));
  }

  /** All rows of a short result, by the names of their columns. */
  async rows<Row extends Readonly<Record<string, Cell>>>(
    sql: string,
    values: Readonly<Record<string, Value>> = {},
  ): Promise<readonly Row[]> {
    return attempt(async () => {
      const reader = await this.#connection.runAndReadAll(sql, values);
      return reader.getRowObjectsJS().map(plainRow) as readonly Row[];
    });
  }

  /** The one row of a result. */
  async row<Row extends Readonly<Record<string, Cell>>>(
    sql: string,
    values: Readonly<Record<string, Value>> = {},
  ): Promise<Row> {
    const [first] = await this.rows<Row>(sql, values);
    return first as Row;
  }

  /** The columns of a long result, some two thousand rows at a time. */
  async *columns(sql: string): AsyncGenerator<readonly (readonly Cell[])[], void, undefined> {
    const result = await attempt(() => this.#connection.stream(sql));
    for (;;) {
      const chunk = await attempt(() => result.fetchChunk());
      if (chunk === null || chunk.rowCount === 0) return;
      yield chunk.getColumns() as Cell[][];
    }
  }

  close(): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
    process.off('exit', this.#removeAtExit);
    this.#removeAtExit();
  }
}

/** Counts come as bigint; none of ours is beyond what a number holds. */
function plainRow(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : value]),
  );
}

async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw usageError('USAGE_STORE_FAILED', `a query failed: ${(error as Error).message.split('\n', 1)[0]}`, error);
  }
}
