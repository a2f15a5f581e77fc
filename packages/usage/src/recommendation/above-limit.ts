import type { UsageDatabase } from '../database/usage-database.ts';
import type { Above } from './recommend-limit.ts';

/** Account-windows above a limit, and how many accounts have one. */
export async function aboveLimit(database: UsageDatabase, limit: number): Promise<Above> {
  return database.row<{ windows: number; accounts: number }>(
    'SELECT count(*) AS windows, count(DISTINCT account) AS accounts FROM account_window WHERE units > $limit',
    { limit },
  );
}
