import type { ConnectionTable } from './connection-table.ts';
import type { SegmentLog } from './segment-log.ts';

/** The tracker's memory of connections: what reads of it need. */
export interface Tracked {
  readonly table: ConnectionTable;
  readonly log: SegmentLog;
}
