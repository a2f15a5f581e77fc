import type { Remedy } from '@fivewhys/evidence';
import type { JsonObject } from './write-json.ts';

export function remedyJson({ summary, commands, harm, verify, undo, source }: Remedy): JsonObject {
  return { summary, commands: [...commands], harm, verify, undo, source };
}
