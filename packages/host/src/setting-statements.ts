import type { HostEvidence } from './host-evidence.ts';
import type { Condition, Meaning, Saying } from './meanings/meaning.ts';
import { type HostQuestion, isOfAskedHost } from './question.ts';
import type { Statement } from './statement.ts';

/** What a setting says of the cause in question, as it was last read in each text. */
export function settingStatements(
  { readings }: HostEvidence,
  question: HostQuestion,
  { name, kind, source }: Meaning,
  says: readonly Saying[],
): Statement[] {
  return readings.flatMap((reading) => {
    if (isOfAskedHost(question, reading) === 'no') return [];
    const part = reading.parts.findLast((candidate) => candidate.kind === 'settings' && candidate.settings.has(name));
    const setting = part?.kind === 'settings' ? part.settings.get(name) : undefined;
    if (setting === undefined) return [];
    return says
      .filter(({ when }) => holds(when, setting.value))
      .map(
        ({ cause, effect, because }): Statement => ({
          cause,
          effect: effect === 'rules-out' ? 'sinks' : effect,
          claim: `${name} = ${setting.value}: ${because}`,
          strength: 'moment',
          kind,
          name,
          source,
          quotes: [{ input: reading.input, line: setting.line, text: setting.quote }],
          count: 1n,
        }),
      );
  });
}

function holds(when: Condition, value: string): boolean {
  if (when.is === 'equals') return value === when.value;
  return when.is === 'below' && /^\d{1,15}$/.test(value) && Number(value) < when.value;
}
