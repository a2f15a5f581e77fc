/** A thousand accounts. */
export const accounts: readonly string[] = Array.from(
  { length: 1000 },
  (_, index) => `account-${String(index + 1).padStart(4, '0')}`,
);

/** Robots that ask for one pull request after the other, all the time: many requests, and cheap ones. */
export const pollers: readonly string[] = accounts.slice(500, 503);

/** The few: in the incident each of them searches, one search after the other. Before it they are accounts like all others. */
export const fewAccounts: readonly string[] = [137, 404, 881].map((number) => accounts[number - 1] ?? '');
