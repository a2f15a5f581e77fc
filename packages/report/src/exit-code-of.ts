import type { Explanation } from '@fivewhys/diagnosis';
import { isHarmless } from './is-harmless.ts';
import type { ExitCode } from './rendering.ts';

/** The exit status that a result deserves: what could be read decides, and only when nothing could be read is that the answer. */
export function exitCodeOf({ inputs, unreadable, findings }: Explanation): ExitCode {
  if (inputs.length === 0 && unreadable.length > 0) return 3;
  return findings.every(isHarmless) ? 0 : 1;
}
