import type { CauseDescription, Fact } from '@fivewhys/evidence';
import { remedyJson } from './remedy-json.ts';
import type { JsonObject } from './write-json.ts';

/** The catalogue for programs: docs/causes.md says what can be relied on. */
export function causesJson(causes: readonly CauseDescription[]): JsonObject {
  return { version: 1, causes: causes.map(causeJson) };
}

function causeJson(cause: CauseDescription): JsonObject {
  const { id, title, seen, implies, lookAlikes, behind = [], settledBy, remedies, captures } = cause;
  return {
    id,
    title,
    seen: seen.map(factJson),
    implies: implies.map(factJson),
    lookAlikes: lookAlikes.map(({ cause, toldBy }) => ({ cause, toldBy })),
    behind: behind.map(({ cause, how, source }) => ({ cause, how, source })),
    settledBy: settledBy.map(factJson),
    remedies: remedies.map(remedyJson),
    captures: [...captures],
  };
}

function factJson({ text, source }: Fact): JsonObject {
  return { text, source };
}
