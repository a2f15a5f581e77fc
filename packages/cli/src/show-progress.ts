import type { InputProgress } from 'fivewhys/command';
import { Progress } from './progress.ts';

/** Shows how far each input is read, on a terminal and when it takes long. */
export function showProgress(doing: string): (progress: InputProgress) => void {
  let bar: Progress | undefined;
  return ({ path, bytesRead, totalBytes, done }) => {
    bar ??= new Progress(process.stderr, doing, path === '-' ? 'standard input' : path, totalBytes ?? 0);
    if (!done) return bar.update(bytesRead);
    bar.end();
    bar = undefined;
  };
}
