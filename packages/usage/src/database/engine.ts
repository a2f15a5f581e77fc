import { usageError } from '../errors.ts';

type Engine = typeof import('@duckdb/node-api');

/**
 * Loads DuckDB. It is native, and large: loaded only when a log is read.
 *
 * @throws CodedError `USAGE_ENGINE_MISSING` where it is not installed, or not for this platform
 */
export async function loadEngine(): Promise<Engine> {
  try {
    return await import('@duckdb/node-api');
  } catch (error) {
    throw usageError(
      'USAGE_ENGINE_MISSING',
      `the queries are done by DuckDB, which can't be loaded here (${firstLine((error as Error).message)}); npm install @duckdb/node-api`,
      error,
    );
  }
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
