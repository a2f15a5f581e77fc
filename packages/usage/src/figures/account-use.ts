import type { UsageDatabase } from '../database/usage-database.ts';
import type { AccountShare, AccountUse, LoadShares, Totals } from '../usage-report.ts';

/** The use of each account, from which the others are asked. */
export async function sumAccounts(database: UsageDatabase): Promise<void> {
  await database.run(`
    CREATE TABLE account_use AS
    SELECT account, sum(units) AS units, sum(requests) AS requests, sum(throttled) AS throttled, sum(refused) AS refused
    FROM usage GROUP BY account`);
}

/** The accounts that use most, exactly; of equals the first by name. */
export async function topAccounts(
  database: UsageDatabase,
  top: number,
  { units }: Totals,
): Promise<readonly AccountUse[]> {
  const rows = await database.rows<{
    account: string;
    units: number;
    requests: number;
    throttled: number;
    refused: number;
  }>('SELECT * FROM account_use ORDER BY units DESC, account LIMIT $top', { top });
  return rows.map((row) => ({ ...row, share: shareOf(row.units, units) }));
}

/** What the top hundredth and the top thousandth of accounts use of all. */
export async function loadShares(database: UsageDatabase, totals: Totals): Promise<LoadShares> {
  const of = async (part: number): Promise<AccountShare> => {
    const accounts = Math.max(1, Math.round(totals.accounts * part));
    const { units } = await database.row<{ units: number }>(
      'SELECT coalesce(sum(units), 0) AS units FROM (SELECT units FROM account_use ORDER BY units DESC LIMIT $accounts)',
      { accounts },
    );
    // Accounts that were charged less than nothing, for what had been expected of them, would make it more than all.
    return { accounts, share: Math.min(1, shareOf(units, totals.units)) };
  };
  return { topPercent: await of(0.01), topPermille: await of(0.001) };
}

export function shareOf(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}
