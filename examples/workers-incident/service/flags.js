// Feature flags stand in Memcached. A check gives what is known, and asks for it anew.
import memjs from 'memjs';
import { log } from './logger.js';

const known = new Map();
const cache = memjs.Client.create(process.env.MEMCACHED, {
  failover: true,
  retries: 1,
  timeout: 0.1,
  logger: { log: (text) => log.warn(text) },
});

export function isOn(flag) {
  cache.get(`flag:${flag}`, (error, value) => {
    if (error) log.warn(`flag ${flag} could not be checked: ${error.message}`);
    else known.set(flag, String(value) === 'true');
  });
  return known.get(flag) ?? false;
}
