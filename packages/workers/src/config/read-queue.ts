import { workersError } from '../errors.ts';
import type { QueueSource, QueueWatchSettings } from '../queue/queue-source.ts';
import { Fields } from './fields.ts';
import { spanOf } from './quantities.ts';
import {
  commandOf,
  commandWords,
  countOf,
  countWords,
  duration,
  durationWords,
  oneOf,
  string,
  text,
} from './values.ts';

const defaultEveryMs = 20_000;
/** Windows, in readings, where none are given. */
const shortReadings = 3;
const longReadings = 15;

const kinds = oneOf('bullmq', 'redis-stream', 'rabbitmq');
const kindWords = '"bullmq", "redis-stream" or "rabbitmq"';
const urlWords = 'an address, or "$NAME" for the variable that holds it';
const nameWords = 'a name';

/**
 * Reads the field `queue` of a kind of worker: a command that prints a number, or a queue of a broker.
 *
 * @throws CodedError `CONFIG_INVALID`
 */
export function queueOf(value: unknown, where: string): QueueWatchSettings {
  const fields = new Fields(value, where);
  const command = fields.optional('lagCommand', commandWords, commandOf);
  const by = fields.optional('by', kindWords, kinds);
  if ((command === undefined) === (by === undefined)) {
    throw workersError('CONFIG_INVALID', `${where} takes either lagCommand or by, and not both`);
  }
  const source =
    by === undefined ? { by: 'command' as const, command: command ?? ([''] as const) } : sourceOf(by, fields);
  const everyMs = fields.optional('every', durationWords, duration) ?? defaultEveryMs;
  const span = fields.optional('windows', 'two times such as "1m..5m"', text(spanOf));
  const settings: QueueWatchSettings = {
    source,
    everyMs,
    oldestWithinMs: fields.optional('oldestWithin', durationWords, duration),
    consumers: fields.optional('consumers', countWords, countOf),
    windows:
      span === undefined
        ? { shortMs: shortReadings * everyMs, longMs: longReadings * everyMs }
        : { shortMs: span.fromMs, longMs: span.toMs },
  };
  fields.end();
  refuseWhatCantHold(settings, where);
  return settings;
}

function sourceOf(by: 'bullmq' | 'redis-stream' | 'rabbitmq', fields: Fields): QueueSource {
  const name = (field: string) => fields.required(field, nameWords, string);
  const url = fields.required('url', urlWords, urlOf);
  switch (by) {
    case 'bullmq':
      return { by, url, queue: name('queue'), prefix: fields.optional('prefix', nameWords, string) ?? 'bull' };
    case 'redis-stream':
      return { by, url, stream: name('stream'), group: name('group') };
    case 'rabbitmq':
      return { by, url, queue: name('queue'), vhost: fields.optional('vhost', nameWords, string) ?? '/' };
  }
}

/** An alarm that could never begin would be a promise that is not kept. */
function refuseWhatCantHold(
  { source, everyMs, windows, oldestWithinMs, consumers }: QueueWatchSettings,
  where: string,
) {
  if (everyMs <= 0) throw workersError('CONFIG_INVALID', `${where}.every is no time at all`);
  if (windows.shortMs < 2 * everyMs) {
    throw workersError(
      'CONFIG_INVALID',
      `${where}.windows: the shorter one holds fewer than two readings; it has to be twice as long as every`,
    );
  }
  const tellsNoAge = source.by === 'command' || (source.by === 'rabbitmq' && /^amqps?:/.test(source.url));
  if (oldestWithinMs !== undefined && tellsNoAge) {
    throw workersError(
      'CONFIG_INVALID',
      `${where}.oldestWithin: ${source.by === 'command' ? 'a command' : 'AMQP'} does not tell the age of the oldest item`,
    );
  }
  if (consumers !== undefined && source.by === 'command') {
    throw workersError('CONFIG_INVALID', `${where}.consumers: a command does not tell how many there are`);
  }
}

function urlOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  return /^\$\w+$/.test(value) || URL.canParse(value) ? value : undefined;
}
