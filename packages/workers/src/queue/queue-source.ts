/** Which queue is asked, and how. An address may be `$NAME`: then it is read from that variable of the environment. */
export type QueueSource =
  | { readonly by: 'command'; readonly command: readonly [string, ...string[]] }
  | { readonly by: 'bullmq'; readonly url: string; readonly queue: string; readonly prefix: string }
  | { readonly by: 'redis-stream'; readonly url: string; readonly stream: string; readonly group: string }
  /** By the management API with `http:` and `https:`, by AMQP 0-9-1 with `amqp:` and `amqps:`. */
  | { readonly by: 'rabbitmq'; readonly url: string; readonly queue: string; readonly vhost: string };

/** A queue that is watched. */
export interface QueueWatchSettings {
  readonly source: QueueSource;
  readonly everyMs: number;
  /** What the age of the oldest waiting item should stay below; undefined: any age is right. */
  readonly oldestWithinMs: number | undefined;
  /** How many consumers there should be; undefined: nobody says. */
  readonly consumers: number | undefined;
  /** An alarm begins when it holds in the shorter and in the longer one. */
  readonly windows: { readonly shortMs: number; readonly longMs: number };
}
