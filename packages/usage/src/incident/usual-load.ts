import type { UsageDatabase } from '../database/usage-database.ts';
import { fewestSamples, usualLimit } from '../statistics/usual-limit.ts';
import type { Stretch } from '../stretch.ts';
import type { UsualLoad } from '../usage-report.ts';
import { type Pieces, piecesOf } from './pieces.ts';

/** A smaller rise is none worth a finding, however steady the load was. */
const leastRise = 1.05;

/** Where a load is written down, and what is summed. */
interface Load {
  readonly of: UsualLoad['of'];
  readonly table: 'usage' | 'unattributed';
  readonly sum: string;
}

export const loads = {
  units: { of: 'units', table: 'usage', sum: 'units' },
  cpu: { of: 'cpu-ms', table: 'unattributed', sum: 'total_cpu_ms' },
} as const satisfies Record<string, Load>;

/**
 * Up to where a load is usual, by the pieces of the baseline, and what it was in the stretch, both per second.
 *
 * @returns or why the baseline is too short to tell
 */
export async function usualLoad(
  database: UsageDatabase,
  { of, table, sum }: Load,
  stretch: Stretch,
  baseline: Stretch,
  duringPerS: number,
): Promise<UsualLoad | { readonly tooShort: string }> {
  const { record_ms } = await database.row<{ record_ms: number }>(
    `SELECT coalesce(max(window_ms), 0) AS record_ms FROM ${table}
    WHERE end_ms >= ${baseline.fromMs} AND end_ms < ${baseline.toMs}`,
  );
  // A timer is a little late now and then, and rounds.
  const pieces = piecesOf(stretch, baseline, Math.floor(record_ms / 1000) * 1000);
  if ('tooShort' in pieces) return pieces;
  const sums = await pieceSums(database, table, sum, pieces);
  if (sums.size < fewestSamples) {
    return {
      tooShort: `only ${sums.size} of the ${pieces.count} pieces of the baseline hold a record, and ${fewestSamples} are needed to tell what is usual; give a longer --baseline`,
    };
  }
  const perS = Array.from({ length: pieces.count }, (_, index) => (sums.get(index) ?? 0) / (pieces.pieceMs / 1000));
  return { of, duringPerS, ...limitOf(perS), pieces: pieces.count, pieceMs: pieces.pieceMs };
}

/** Not below a rise of five percent. */
function limitOf(perS: readonly number[]): Pick<UsualLoad, 'method' | 'meanPerS' | 'usualUpToPerS'> {
  const { method, mean, upTo } = usualLimit(perS);
  return upTo < mean * leastRise
    ? { method: 'least-rise', meanPerS: mean, usualUpToPerS: mean * leastRise }
    : { method, meanPerS: mean, usualUpToPerS: upTo };
}

/** Of each piece that holds a record. */
async function pieceSums(
  database: UsageDatabase,
  table: Load['table'],
  sum: string,
  { fromMs, pieceMs, count }: Pieces,
): Promise<ReadonlyMap<number, number>> {
  const rows = await database.rows<{ piece: number; sum: number }>(
    `SELECT least(floor((end_ms - $fromMs) / $pieceMs), $count - 1) AS piece, sum(${sum}) AS sum FROM ${table}
    WHERE end_ms >= $fromMs AND end_ms < $fromMs + $count * $pieceMs GROUP BY piece`,
    { fromMs, pieceMs, count },
  );
  return new Map(rows.map((row) => [row.piece, row.sum]));
}
