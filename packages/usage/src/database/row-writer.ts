import type { DuckDBAppender, DuckDBConnection } from '@duckdb/node-api';
import { usageError } from '../errors.ts';
import { type TableName, tables } from './tables.ts';

/** Rows of a chunk: DuckDB's vectors hold no more. */
const chunkRows = 2048;

type Engine = typeof import('@duckdb/node-api');
type Cell = number | string | null;

/** Writes rows into a table, a chunk of columns at a time: a call for each value would take several times as long. Errors are `USAGE_STORE_FAILED`. */
export class RowWriter {
  readonly #engine: Engine;
  readonly #appender: DuckDBAppender;
  readonly #types: readonly ('DOUBLE' | 'VARCHAR')[];
  readonly #columns: Cell[][];
  #count = 0;

  private constructor(engine: Engine, appender: DuckDBAppender, types: readonly ('DOUBLE' | 'VARCHAR')[]) {
    this.#engine = engine;
    this.#appender = appender;
    this.#types = types;
    this.#columns = types.map(() => []);
  }

  static async create(engine: Engine, connection: DuckDBConnection, table: TableName): Promise<RowWriter> {
    const types = tables[table].map(([, type]) => type);
    return new RowWriter(engine, await connection.createAppender(table), types);
  }

  /** @param row a value for each column */
  write(row: readonly Cell[]): void {
    for (let column = 0; column < row.length; column++) this.#columns[column]?.push(row[column] as Cell);
    this.#count += 1;
    if (this.#count === chunkRows) this.#flush();
  }

  /** Writes what is left. */
  close(): void {
    this.#flush();
    stored(() => this.#appender.closeSync());
  }

  #flush(): void {
    if (this.#count === 0) return;
    const { DuckDBDataChunk, DOUBLE, VARCHAR } = this.#engine;
    const types = this.#types.map((type) => (type === 'DOUBLE' ? DOUBLE : VARCHAR));
    const chunk = DuckDBDataChunk.create(types, this.#count);
    chunk.setColumns(this.#columns);
    stored(() => this.#appender.appendDataChunk(chunk));
    for (const column of this.#columns) column.length = 0;
    this.#count = 0;
  }
}

/** A full disk, for one. */
function stored(write: () => void): void {
  try {
    write();
  } catch (error) {
    throw usageError('USAGE_STORE_FAILED', `rows can't be kept: ${(error as Error).message.split('\n', 1)[0]}`, error);
  }
}
