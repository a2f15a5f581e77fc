import type { Command } from 'commander';

/** What is asked of a queue on the command line. */
export interface QueueFlags {
  readonly queue?: string;
  readonly queueUrl?: string;
  readonly queueEvery?: string;
  readonly queueOldestWithin?: string;
  readonly queueConsumers?: string;
}

/** Adds the options by which a queue is watched. */
export function addQueueOptions(command: Command): Command {
  return command
    .option(
      '--queue <what>',
      'watch bullmq:QUEUE, redis-stream:STREAM/GROUP, rabbitmq:QUEUE, or command:WORDS that prints a number',
    )
    .option('--queue-url <address>', 'where its broker is, or $NAME for the variable that holds it')
    .option('--queue-every <time>', 'how often it is read (default: 20s)')
    .option('--queue-oldest-within <time>', 'alarm when its oldest item waits for longer')
    .option('--queue-consumers <number>', 'alarm when there are fewer');
}

/** `bullmq:mail` and the options beside it in the form of the field `queue` of a configuration, where it is checked; undefined when none is given. */
export function queueOf({ queue, queueUrl: url, queueEvery, queueOldestWithin, queueConsumers }: QueueFlags): unknown {
  const common = { every: queueEvery, oldestWithin: queueOldestWithin, consumers: numberOf(queueConsumers) };
  if (queue === undefined) return url === undefined ? withoutUnset(common) : { url, ...common };
  const [by = '', name] = splitAt(queue, ':');
  if (by === 'command') return { lagCommand: ['/bin/sh', '-c', name], url, ...common };
  if (by !== 'redis-stream') return { by, url, queue: name, ...common };
  const [stream, group] = splitAt(name ?? '', '/');
  return { by, url, stream, group, ...common };
}

/** What is no number stays text, and is refused as such. */
export function numberOf(text: string | undefined): number | string | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : text;
}

/** Options about a queue without `--queue` are refused where the file would be; none at all are no queue. */
function withoutUnset(fields: Readonly<Record<string, unknown>>): unknown {
  return Object.values(fields).some((value) => value !== undefined) ? fields : undefined;
}

function splitAt(text: string, mark: string): readonly [string, string?] {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + mark.length)];
}
