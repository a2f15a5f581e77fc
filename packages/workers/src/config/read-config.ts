import { constants } from 'node:os';
import type { Health } from '../decisions/policy.ts';
import { workersError } from '../errors.ts';
import { Fields } from './fields.ts';
import { bytesOf, spanOf } from './quantities.ts';
import { queueOf } from './read-queue.ts';
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
import { defaultKind, type SupervisorConfig, type WorkerKind } from './worker-kind.ts';

const defaultReadyWithinMs = 30_000;

/**
 * Reads a configuration: the text of a JSON file such as `{ "name": "shop", "workers": [{ "name": "mail", "command": ["node", "mail.js"], "count": 2 }] }`. All fields are in docs/workers.md.
 *
 * @throws CodedError `CONFIG_INVALID`; the message says which field, what it holds and what was expected
 */
export function readConfig(text: string): SupervisorConfig {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw workersError('CONFIG_INVALID', `not JSON: ${(error as Error).message}`, error);
  }
  return configOf(value);
}

/**
 * The same for a value that is no text any more.
 *
 * @throws CodedError `CONFIG_INVALID`
 */
export function configOf(value: unknown): SupervisorConfig {
  const fields = new Fields(value, '');
  const name = fields.required('name', nameWords, nameOf);
  const workers = fields.required('workers', 'a list of one kind of worker or more', (list, where) =>
    Array.isArray(list) && list.length > 0 ? list.map((item, index) => kindOf(item, `${where}[${index}]`)) : undefined,
  );
  fields.end();
  const twice = workers.find((kind, index) => workers.findIndex((other) => other.name === kind.name) !== index);
  if (twice !== undefined) throw workersError('CONFIG_INVALID', `two kinds of worker are called ${twice.name}`);
  return { name, workers };
}

const bytesWords = 'an amount of memory such as "600M" or "2G"';
const nameWords = 'a name of letters, digits, - and _, at most 40';

function kindOf(value: unknown, where: string): WorkerKind {
  const fields = new Fields(value, where);
  const health = fields.optional('health', 'an object', healthOf) ?? defaultKind.health;
  const readyWithinMs = fields.optional('readyWithin', durationWords, duration);
  const kind: WorkerKind = {
    name: fields.required('name', nameWords, nameOf),
    command: fields.required('command', commandWords, commandOf),
    count: fields.optional('count', countWords, countOf) ?? 1,
    cwd: fields.optional('cwd', 'a path', string),
    env: fields.optional('env', 'an object whose values are strings', environmentOf) ?? {},
    restart:
      fields.optional('restart', '"always" or "on-failure"', oneOf('always', 'on-failure')) ?? defaultKind.restart,
    backoff: fields.optional('backoff', 'an object', backoffOf) ?? defaultKind.backoff,
    crashLoop: fields.optional('crashLoop', 'an object', crashLoopOf) ?? defaultKind.crashLoop,
    drain: fields.optional('drain', 'an object', drainOf) ?? defaultKind.drain,
    orphans: fields.optional('orphans', 'an object', orphansOf) ?? defaultKind.orphans,
    health,
    readyWithinMs: health.by === 'start' ? undefined : (readyWithinMs ?? defaultReadyWithinMs),
    aliveWithinMs: fields.optional('aliveWithin', durationWords, duration),
    memory: fields.optional('memory', 'an object', memoryOf) ?? {},
    rotate: fields.optional('rotate', 'a span of times such as "1h..2h"', text(spanOf)),
    queue: fields.optional('queue', 'an object', queueOf),
    reports:
      fields.optional('reports', 'true or false', (flag) => (typeof flag === 'boolean' ? flag : undefined)) ?? true,
  };
  fields.end();
  if (health.by === 'start' && (readyWithinMs !== undefined || kind.aliveWithinMs !== undefined)) {
    throw workersError(
      'CONFIG_INVALID',
      `${where}: readyWithin and aliveWithin need a health that tells: ipc, http or file`,
    );
  }
  return kind;
}

function healthOf(value: unknown, where: string): Health {
  const fields = new Fields(value, where);
  const by = fields.required('by', '"start", "ipc", "http" or "file"', oneOf('start', 'ipc', 'http', 'file'));
  const urlWords = 'an address such as "http://127.0.0.1:800{index}/health"';
  const url = by === 'http' ? fields.required('url', urlWords, urlOf) : '';
  fields.end();
  return by === 'http' ? { by, url } : { by };
}

function backoffOf(value: unknown, where: string): WorkerKind['backoff'] {
  const fields = new Fields(value, where);
  const { firstMs, longestMs, resetAfterMs } = defaultKind.backoff;
  const backoff = {
    firstMs: fields.optional('first', durationWords, duration) ?? firstMs,
    longestMs: fields.optional('longest', durationWords, duration) ?? longestMs,
    resetAfterMs: fields.optional('resetAfter', durationWords, duration) ?? resetAfterMs,
  };
  fields.end();
  return backoff;
}

function crashLoopOf(value: unknown, where: string): WorkerKind['crashLoop'] {
  const fields = new Fields(value, where);
  const loop = {
    deaths: fields.optional('deaths', countWords, countOf) ?? defaultKind.crashLoop.deaths,
    withinMs: fields.optional('within', durationWords, duration) ?? defaultKind.crashLoop.withinMs,
  };
  fields.end();
  return loop;
}

function drainOf(value: unknown, where: string): WorkerKind['drain'] {
  const fields = new Fields(value, where);
  const drain = {
    signal: fields.optional('signal', 'the name of a signal such as "SIGTERM"', signalOf) ?? defaultKind.drain.signal,
    boundMs: fields.optional('within', durationWords, duration) ?? defaultKind.drain.boundMs,
  };
  fields.end();
  return drain;
}

function orphansOf(value: unknown, where: string): WorkerKind['orphans'] {
  const fields = new Fields(value, where);
  const orphans = {
    graceMs: fields.optional('grace', durationWords, duration),
    killAtOnce:
      fields.optional('killAtOnce', '"abort-class", "always" or "never"', oneOf('abort-class', 'always', 'never')) ??
      defaultKind.orphans.killAtOnce,
  };
  fields.end();
  return orphans;
}

function memoryOf(value: unknown, where: string): WorkerKind['memory'] {
  const fields = new Fields(value, where);
  const softBytes = fields.optional('soft', bytesWords, text(bytesOf));
  const hardBytes = fields.optional('hard', bytesWords, text(bytesOf));
  fields.end();
  if (softBytes !== undefined && hardBytes !== undefined && softBytes >= hardBytes) {
    throw workersError('CONFIG_INVALID', `${where}.soft is not below ${where}.hard, so it would never be the first`);
  }
  return { ...(softBytes === undefined ? {} : { softBytes }), ...(hardBytes === undefined ? {} : { hardBytes }) };
}

function nameOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^[\w-]{1,40}$/.test(value) ? value : undefined;
}

function environmentOf(value: unknown): Readonly<Record<string, string>> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.values(value).every((item) => typeof item === 'string') ? (value as Record<string, string>) : undefined;
}

function signalOf(value: unknown): NodeJS.Signals | undefined {
  return typeof value === 'string' && Object.hasOwn(constants.signals, value) ? (value as NodeJS.Signals) : undefined;
}

function urlOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  return /^https?:$/.test(URL.parse(value.replaceAll('{index}', '0'))?.protocol ?? '') ? value : undefined;
}
