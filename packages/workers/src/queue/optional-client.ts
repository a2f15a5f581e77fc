import { createRequire } from 'node:module';
import { join } from 'node:path';
import { workersError } from '../errors.ts';

/**
 * Loads a client that the user has installed: beside the workers first, for they speak to the same broker, then beside this package.
 *
 * @param folder where the workers run
 * @throws CodedError `QUEUE_CLIENT_MISSING`
 */
export function optionalClient(name: string, folder: string): unknown {
  const places = [join(folder, 'package.json'), import.meta.url];
  let because: unknown;
  for (const place of places) {
    try {
      return createRequire(place)(name);
    } catch (error) {
      because ??= error;
    }
  }
  throw workersError(
    'QUEUE_CLIENT_MISSING',
    `the queue is read with ${name}, which can't be loaded from ${folder}: npm install ${name} there (${(because as Error).message.split('\n')[0]})`,
    because,
  );
}
