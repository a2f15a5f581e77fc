import type { BackoffPolicy } from './backoff.ts';
import type { CrashLoopPolicy } from './crash-loop.ts';

/** How it is known that a worker is ready, and that it still lives. */
export type Health =
  /** It is ready when it is started. */
  | { readonly by: 'start' }
  /** It sends `ready` to its parent, and later anything now and then (`process.send`). */
  | { readonly by: 'ipc' }
  /** It answers GET with a 2xx status; `{index}` stands for its number. */
  | { readonly by: 'http'; readonly url: string }
  /** It touches the file that the variable FIVEWHYS_ALIVE_FILE names. */
  | { readonly by: 'file' };

/** What holds for every worker of a kind, as far as decisions need it. */
export interface Policy {
  readonly restart: 'always' | 'on-failure';
  readonly backoff: BackoffPolicy;
  readonly crashLoop: CrashLoopPolicy;
  /** How a worker is asked to end, and how long it may take. */
  readonly drain: { readonly signal: NodeJS.Signals; readonly boundMs: number };
  readonly health: Health;
  /** A worker that is not ready within this time is killed; undefined with health `start`. */
  readonly readyWithinMs: number | undefined;
  /** A worker that gives no sign of life for so long is killed; undefined: not watched. */
  readonly aliveWithinMs: number | undefined;
  readonly memory: { readonly softBytes?: number; readonly hardBytes?: number };
  /** After a random time between the two a worker is replaced; undefined: never. */
  readonly rotate: { readonly fromMs: number; readonly toMs: number } | undefined;
}
