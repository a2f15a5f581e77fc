import type { UsageRecord } from './usage-record.ts';

/** Takes usage records. Nothing may wait for it, and it may not throw. */
export interface RecordSink {
  /** Seconds per record of an account; without it, each request has a record. */
  readonly windowS?: number;
  /** Records that could not be written, if that is counted. */
  readonly dropped?: number;
  write(record: UsageRecord): void;
  close(): Promise<void>;
}
