import type { Finding } from 'fivewhys';

/**
 * Findings by cause and verdict, with their connections: `2 closed-port likely, 1 harmless proven`. What rests on no connection (counted flags) stands without a number; of
 * `undetermined` the verdict is the cause, and said once.
 */
export function findingsText(findings: readonly Pick<Finding, 'cause' | 'verdict' | 'count'>[]): string {
  if (findings.length === 0) return 'nothing wrong';
  const connections = new Map<string, number>();
  for (const { cause, verdict, count } of findings) {
    const kind = cause === verdict ? cause : `${cause} ${verdict}`;
    connections.set(kind, (connections.get(kind) ?? 0) + count);
  }
  return [...connections].map(([kind, count]) => (count === 0 ? kind : `${count} ${kind}`)).join(', ');
}
