import { partFormats } from './formats/index.ts';
import { kernelLogMarks } from './formats/kernel-log.ts';
import { traceMarks } from './formats/trace-log.ts';
import { headingMarks, timeMark } from './heading.ts';

/**
 * What the lines are known by that `HostReader` has a use for while it is not attentive: a line without any of these may be left out. Small letters stand for capitals too, `0` for
 * any digit, a blank for a tab and for `;`, `|` and `(`, and `\n` for the border of a line.
 *
 * `alone` counts only where no word follows in the line.
 */
export const hostMarks: { readonly anywhere: readonly string[]; readonly alone: readonly string[] } = {
  anywhere: [...headingMarks, ...kernelLogMarks, ...traceMarks, ...partFormats.flatMap(({ marks }) => marks)],
  alone: [timeMark],
};
