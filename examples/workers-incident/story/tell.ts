import type { Outcome, Reading } from './play.ts';

/** A line for a reading; `undefined` for those between. */
export function readingLine({ afterMs, parents, orphans, orphanBytes, oldestMs }: Reading): string {
  const columns = [seconds(afterMs), parents, orphans, `${Math.round(orphanBytes / 2 ** 20)} MiB`, seconds(oldestMs)];
  return columns.map((column) => String(column).padStart(12)).join('');
}

export const heading = ['time', 'parents', 'orphans', 'they hold', 'oldest job']
  .map((name) => name.padStart(12))
  .join('');

/** What came of it, in sentences. */
export function outcomeLines({
  readings,
  oldestOrphanMs,
  runs,
  added,
  completed,
  unasked,
}: Outcome): readonly string[] {
  const most = Math.max(...readings.map(({ orphans }) => orphans));
  const held = Math.max(...readings.map(({ orphanBytes }) => orphanBytes));
  const oldest = Math.max(...readings.map(({ oldestMs }) => oldestMs));
  const undone = added - completed;
  return [
    most === 0
      ? 'No reading found an orphan.'
      : `Up to ${most} ${most === 1 ? 'orphan' : 'orphans'} held ${Math.round(held / 2 ** 20)} MiB; the oldest was seen for ${seconds(oldestOrphanMs)}.`,
    `The oldest job waited for up to ${seconds(oldest)}.`,
    `${added} webhooks came, ${completed} were completed${undone === 0 ? '' : `, ${undone} were not`}; ${runs.twice} were delivered more than once, ${runs.atOnce} by two processes at once, ${unasked} without being handed out.`,
  ];
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
