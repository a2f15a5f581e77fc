import type { Meaning, MeaningKind } from './meaning.ts';

const on = 'Linux 6.18: ';
/** Writes meanings of one kind: name, event, what it says, source, and what was measured. */
export const row =
  (kind: MeaningKind) =>
  (name: string, event: string, says: Meaning['says'], source: string, measured?: string): Meaning => ({
    kind,
    name,
    event,
    says,
    source,
    measured: measured === undefined ? undefined : on + measured,
  });
