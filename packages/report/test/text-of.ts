import type { Explanation } from '@fivewhys/diagnosis';
import { type RenderOptions, renderers } from '@fivewhys/report';

/** The text output, 100 columns wide unless something else is asked for. */
export function textOf(explanation: Explanation, options: Partial<RenderOptions> = {}): string {
  return renderers.text(explanation, { width: 100, color: false, unicode: true, ...options }).output;
}

/** These lines, one after the other. */
export function block(lines: string): RegExp {
  return new RegExp(lines.replace(/^\n/, '').replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
}
