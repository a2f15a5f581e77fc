import type { CounterChange, CounterPoint } from './counter-changes.ts';
import type { HostEvidence } from './host-evidence.ts';
import type { Effect, Meaning, Saying } from './meanings/meaning.ts';
import { covers, type HostQuestion, isOfAskedHost } from './question.ts';
import type { Quote, Statement } from './statement.ts';

/** What a counter's movement says of the cause in question. */
export function counterStatements(
  { readings, changes }: HostEvidence,
  question: HostQuestion,
  meaning: Meaning,
  says: readonly Saying[],
): Statement[] {
  return changes.flatMap((change) => {
    if (change.name !== meaning.name) return [];
    const reading = readings.find(({ input }) => input === change.after.input);
    const ofHost = reading === undefined ? 'unknown' : isOfAskedHost(question, reading);
    const time = covers(question, change.before?.time, change.after.time);
    if (ofHost === 'no' || (time === 'apart' && change.before !== undefined)) return [];
    return says.flatMap((saying): Statement[] => {
      // That nothing happened on a host that is neither end's says nothing.
      if (ofHost === 'elsewhere' && saying.when.is === 'still') return [];
      const how = holds(saying, change, changes);
      if (how === undefined) return [];
      const certain = ofHost === 'yes' && isCertain(question, change, time);
      return [
        {
          cause: saying.cause,
          effect: effectOf(saying.effect, certain),
          claim: `${meaning.name} ${how}: ${saying.because}`,
          strength: change.kind === 'total' || change.kind === 'restarted' ? 'total' : 'interval',
          kind: meaning.kind,
          name: meaning.name,
          source: meaning.source,
          ...(meaning.speaksOf === undefined ? {} : { speaksOf: meaning.speaksOf }),
          quotes: [change.before, change.after].flatMap((point) => (point === undefined ? [] : [quoteOfPoint(point)])),
          count: change.moved ?? change.after.value,
        },
      ];
    });
  });
}

/** Two readings with their times, around the time in question; or a total of zero, read afterwards. */
function isCertain({ toNs }: HostQuestion, change: CounterChange, time: ReturnType<typeof covers>): boolean {
  if (!change.scopeKnown) return false;
  if (change.kind === 'difference') return time === 'encloses';
  const readAt = change.after.time?.zone === 'UTC' ? change.after.time.wallNs : undefined;
  return (
    change.kind === 'total' && change.after.value === 0n && readAt !== undefined && toNs !== undefined && readAt >= toNs
  );
}

function effectOf(effect: Effect, certain: boolean): Effect {
  return effect === 'rules-out' && !certain ? 'sinks' : effect;
}

/** How the counter moved, in words, if that is what the saying is about. */
function holds({ when, effect }: Saying, change: CounterChange, changes: readonly CounterChange[]): string | undefined {
  const { moved, after, kind } = change;
  switch (when.is) {
    case 'moved':
      if (moved !== undefined) return moved > 0n ? `moved by ${moved}${during(change)}` : undefined;
      // Since boot, something may well have happened that has no part in the case: that it happened at all raises, and excludes nothing.
      return effect === 'raises' && after.value > 0n && kind !== 'gauge'
        ? `stands at ${after.value} since ${kind === 'restarted' ? 'its counting began anew' : 'boot'}, and when it moved is not known`
        : undefined;
    case 'still':
      if (moved === undefined) return kind === 'total' && after.value === 0n ? 'is 0 since boot' : undefined;
      return moved === 0n && (change.scopeKnown || after.value === 0n) ? `did not move${during(change)}` : undefined;
    case 'moved-beside': {
      const other = changes.find(({ name, host }) => name === when.other && host === change.host);
      if (moved === undefined || other?.moved === undefined || moved < BigInt(when.least)) return undefined;
      return other.moved < moved * BigInt(when.times)
        ? `moved by ${moved}, ${when.other} by ${other.moved}${during(change)}`
        : undefined;
    }
    default:
      return undefined;
  }
}

function during({ elapsedNs, kind, scopeKnown, wrapped }: CounterChange): string {
  if (kind === 'since-last-call') return ' since nstat was last called';
  const time = elapsedNs === undefined ? '' : ` in ${Number(elapsedNs / 1_000_000n) / 1000} s`;
  return `${time}${wrapped ? ' (past 2^32)' : ''}${scopeKnown ? '' : ' (if nstat was called with -a, which the text does not show)'}`;
}

function quoteOfPoint({ input, line, quote }: CounterPoint): Quote {
  return { input, line, text: quote };
}
