import { statSync } from 'node:fs';
import type { Health } from '../decisions/policy.ts';

const askEveryMs = 250;

/** Watches for signs of life that the worker gives by HTTP or by a file; those by IPC come by themselves. */
export class SignsOfLife {
  readonly #timer: NodeJS.Timeout | undefined;
  readonly #abort = new AbortController();

  /**
   * @param aliveFile the file that the worker touches
   * @param sinceMs wall clock: what the file tells of before is another worker's
   * @param onSign called at each sign
   */
  constructor(health: Health, index: number, aliveFile: string, sinceMs: number, onSign: () => void) {
    if (health.by === 'http')
      this.#timer = every(this.#asking(health.url.replaceAll('{index}', String(index)), onSign));
    if (health.by === 'file') this.#timer = every(watching(aliveFile, sinceMs, onSign));
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#abort.abort();
  }

  /** One question at a time: a server that doesn't answer gets no second one on top, until the first has taken too long. */
  #asking(url: string, onSign: () => void): () => void {
    let asking = false;
    return async () => {
      if (asking) return;
      asking = true;
      try {
        const signal = AbortSignal.any([this.#abort.signal, AbortSignal.timeout(5000)]);
        if ((await isAnsweredWell(url, signal)) && !this.#abort.signal.aborted) onSign();
      } catch {
        // no sign
      } finally {
        asking = false;
      }
    };
  }
}

/**
 * Loaded where it is used: it takes 10 MB, and `fetch` as much again.
 *
 * @throws Error when there is no answer
 */
async function isAnsweredWell(url: string, signal: AbortSignal): Promise<boolean> {
  const { get } = await (url.startsWith('https:') ? import('node:https') : import('node:http'));
  return new Promise((resolve, reject) => {
    get(url, { signal }, (response) => {
      const { statusCode = 0 } = response;
      response.on('error', reject).resume();
      resolve(statusCode >= 200 && statusCode < 300);
    }).on('error', reject);
  });
}

function watching(path: string, sinceMs: number, onSign: () => void): () => void {
  let seenMs = sinceMs;
  return () => {
    const touchedMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (touchedMs <= seenMs) return;
    seenMs = touchedMs;
    onSign();
  };
}

function every(look: () => void): NodeJS.Timeout {
  return setInterval(look, askEveryMs).unref();
}
