/**
 * A few accounts slow a Git host down; the throttle shows them, and holds them. Takes two minutes; everything stays on this machine, and nothing is left behind.
 *
 *     npm run example:git-host
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import process from 'node:process';
import { takePrecedence } from './story/take-precedence.ts';

// A session of its own, so that precedence is given to the story, and not to the terminal that it was started from.
const flags = [...process.execArgv, join(import.meta.dirname, 'story', 'run.ts'), ...process.argv.slice(2)];
const story = spawn(process.execPath, flags, { stdio: 'inherit', detached: true });
if (story.pid !== undefined) takePrecedence(story.pid);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => story.kill('SIGTERM'));
const [status] = await once(story, 'exit');
process.exitCode = status ?? 1;
