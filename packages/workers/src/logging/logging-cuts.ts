import { redact } from '../death/redact.ts';

/** What a guarded logger says on standard error (`rawLine`). */
export interface LoggingCut {
  readonly what: 'logging logged' | 'logging threw';
  /** How often so far in its process; of many only the first, second, fourth, eighth and so on are said. */
  readonly count: number;
  readonly message: string;
}

const mark = '{"fivewhys":"log-guard"';
/** A raw line holds a message of a thousand characters, escaped. */
const longestLine = 8192;

/** Finds the lines of guarded loggers in what a worker writes to standard error. */
export class LoggingCuts {
  readonly #say: (cut: LoggingCut) => void;
  #rest = '';

  constructor(say: (cut: LoggingCut) => void) {
    this.#say = say;
  }

  take(chunk: Buffer): void {
    const lines = (this.#rest + chunk.toString('utf8')).split('\n');
    this.#rest = (lines.pop() ?? '').slice(0, longestLine);
    for (const line of lines) {
      const cut = line.startsWith(mark) ? cutOf(line) : undefined;
      if (cut !== undefined) this.#say(cut);
    }
  }
}

function cutOf(line: string): LoggingCut | undefined {
  try {
    const { what, count, message } = JSON.parse(line) as Record<string, unknown>;
    if (what !== 'logging logged' && what !== 'logging threw') return undefined;
    if (!Number.isSafeInteger(count) || typeof message !== 'string') return undefined;
    return { what, count: count as number, message: redact(message).slice(0, 300) };
  } catch {
    return undefined; // somebody else's, or cut off
  }
}
