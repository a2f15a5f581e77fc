import type { QueueReading } from './queue-reading.ts';

/** Asks one broker about one queue. */
export interface QueueProbe {
  /**
   * @param signal ends the attempt; who asks does not wait longer, whether the probe heeds it or not
   * @throws Error when it can't be read; the message says why
   */
  read(signal: AbortSignal): Promise<QueueReading>;
  /** Lets go of its connection. The next reading makes another. */
  close(): void;
}
