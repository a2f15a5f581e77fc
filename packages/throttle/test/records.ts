import type { RecordSink } from '../src/records/record-sink.ts';
import type { RequestRecord, UsageRecord } from '../src/records/usage-record.ts';

/** A sink that keeps what it is given, and lets tests wait for the record of a request. */
export class KeptRecords implements RecordSink {
  readonly all: UsageRecord[] = [];
  readonly windowS?: number;

  constructor(windowS?: number) {
    if (windowS !== undefined) this.windowS = windowS;
  }

  get requests(): readonly RequestRecord[] {
    return this.all.filter((record) => record.kind === 'request');
  }

  write(record: UsageRecord): void {
    this.all.push(record);
  }

  async close(): Promise<void> {}

  /** Resolves with the records of requests once there are so many: a response is read by its client before its server has closed it. */
  async requestsOnce(count: number): Promise<readonly RequestRecord[]> {
    const deadlineMs = Date.now() + 10_000;
    while (this.requests.length < count) {
      if (Date.now() > deadlineMs) throw new Error(`${this.requests.length} records after 10 s, not ${count}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return this.requests;
  }
}
