import { workersError } from '../errors.ts';
import { BullmqProbe } from './probes/bullmq.ts';
import { CommandProbe } from './probes/command.ts';
import { RabbitmqAmqpProbe } from './probes/rabbitmq-amqp.ts';
import { RabbitmqManagementProbe } from './probes/rabbitmq-management.ts';
import { RedisStreamProbe } from './probes/redis-stream.ts';
import type { QueueProbe } from './queue-probe.ts';
import type { QueueSource } from './queue-source.ts';
import { RedisConnection } from './redis-connection.ts';

/**
 * Makes the probe of a source. It connects with its first reading: a broker that is not there yet is no reason not to start.
 *
 * @param folder where the workers run, and so where their clients are installed
 * @throws CodedError `QUEUE_CLIENT_MISSING`; `CONFIG_INVALID` when the address is in a variable that is not set, or holds none
 */
export function openProbe(source: QueueSource, folder: string, environment: NodeJS.ProcessEnv): QueueProbe {
  switch (source.by) {
    case 'command':
      return new CommandProbe(source.command);
    case 'bullmq':
      return new BullmqProbe(redis(source.url, folder, environment), source.queue, source.prefix);
    case 'redis-stream':
      return new RedisStreamProbe(redis(source.url, folder, environment), source.stream, source.group);
    case 'rabbitmq': {
      const { queue, vhost } = source;
      const url = addressOf(source.url, environment, /^(?:https?|amqps?):$/, 'http:, https:, amqp: or amqps:');
      return url.startsWith('http')
        ? new RabbitmqManagementProbe(url, vhost, queue)
        : new RabbitmqAmqpProbe(url, vhost, queue, folder);
    }
  }
}

function redis(url: string, folder: string, environment: NodeJS.ProcessEnv): RedisConnection {
  return new RedisConnection(addressOf(url, environment, /^rediss?:$/, 'redis: or rediss:'), folder);
}

/** The message never holds the address itself: it may have a password in it. */
function addressOf(text: string, environment: NodeJS.ProcessEnv, protocols: RegExp, expected: string): string {
  const name = text.startsWith('$') ? text.slice(1) : undefined;
  const address = name === undefined ? text : environment[name];
  if (address === undefined) throw workersError('CONFIG_INVALID', `the queue's url is in ${text}, which is not set`);
  if (!protocols.test(URL.parse(address)?.protocol ?? '')) {
    throw workersError(
      'CONFIG_INVALID',
      `the queue's url${name === undefined ? '' : ` in ${text}`} is no address that begins with ${expected}`,
    );
  }
  return address;
}
