import { AsyncLocalStorage } from 'node:async_hooks';
import { rawLine } from './raw-line.ts';

/** How often a guarded logger had to step in. */
export interface LogGuardCounts {
  /** Logging logged, at once or later on the same asynchronous path. */
  readonly reentries: number;
  /** A formatter, mixin, hook or transport threw. */
  readonly failures: number;
}

interface Counts {
  reentries: number;
  failures: number;
}

/** One for all loggers: a formatter of one that logs by another comes round just the same. */
const logging = new AsyncLocalStorage<true>();
const countsOf = new WeakMap<object, Counts>();
/** What makes a logger like this one, for a part of the program. */
const makers: ReadonlySet<PropertyKey> = new Set(['child']);

/**
 * Guards a logger (pino, winston, or any with a method for each of its `levels`), so that logging can't take the process down:
 *
 * - a call from within logging, by a formatter, mixin, hook or transport, at once or later on the same asynchronous path, is cut: a raw line goes to standard error, and no code of the
 *   application runs for it;
 * - what a formatter and the like throw does not reach the caller.
 *
 * An endless loop within a formatter can't be cut: it holds the only thread.
 *
 * ```ts
 * const log = guardLogger(pino({ mixin: () => ({ beta: flags.isOn('beta') }) }));
 * ```
 *
 * @returns a logger of the same type; the loggers that its `child` makes are guarded, too
 */
export function guardLogger<Logger extends object>(logger: Logger): Logger {
  return guarded(logger, { reentries: 0, failures: 0 });
}

/** What a guarded logger and its children had to cut so far; undefined for a logger that is not guarded. */
export function logGuardCounts(logger: object): LogGuardCounts | undefined {
  const counts = countsOf.get(logger);
  return counts === undefined ? undefined : { ...counts };
}

function guarded<Logger extends object>(logger: Logger, counts: Counts): Logger {
  const wrappers = new Map<PropertyKey, unknown>();
  const proxy: Logger = new Proxy(logger, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      const known = wrappers.get(name);
      if (known !== undefined) return known;
      const wrapper = makers.has(name)
        ? (...args: unknown[]) => guarded(Reflect.apply(value, target, args) as object, counts)
        : logs(target, name)
          ? (...args: unknown[]) => logOnce(target, name, args, counts, proxy)
          : value.bind(target);
      wrappers.set(name, wrapper);
      return wrapper;
    },
  });
  countsOf.set(proxy, counts);
  return proxy;
}

/** @returns what the method returns, but the guarded logger where that is the logger itself */
function logOnce(target: object, name: PropertyKey, args: readonly unknown[], counts: Counts, proxy: object): unknown {
  if (logging.getStore() === true) {
    counts.reentries += 1;
    rawLine('logging logged', counts.reentries, args);
    return proxy;
  }
  try {
    // The method is looked up at each call: pino puts others in place when the level changes.
    const method = Reflect.get(target, name) as (...args: unknown[]) => unknown;
    const result = logging.run(true, () => Reflect.apply(method, target, args));
    return result === target ? proxy : result;
  } catch {
    counts.failures += 1;
    rawLine('logging threw', counts.failures, args);
    return proxy;
  }
}

/** Its levels: pino has them in `levels.values`, winston in `levels`; both may have levels of their own. */
function logs(target: object, name: PropertyKey): boolean {
  if (name === 'log') return true;
  const levels = Reflect.get(target, 'levels') as Readonly<Record<string, unknown>> | undefined;
  const names = (levels?.values ?? levels ?? {}) as object;
  return name !== 'silent' && Object.hasOwn(names, name);
}
