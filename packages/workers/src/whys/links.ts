import type { NextStep, Why } from '@fivewhys/evidence';
import { bytesText, counted, listed, quoted, spanText } from './phrases.ts';
import { isBehind, queueWhys, worstAge } from './queue-story.ts';
import { seen } from './seen.ts';
import { eventsOf } from './sighted.ts';
import { lastedMs, loggingCutsOf, placesOf, signalsOf, type Trouble, workersOf } from './trouble.ts';

/** A queue is a link of the chain when it fell behind between this long before the first death and as long after the last. */
const nearMs = 30 * 60_000;
const mostExamples = 4;

/** What someone saw, in one sentence. */
export function symptomOf(trouble: Trouble): string {
  const { kind, passings } = trouble;
  const near = queueNear(trouble);
  const behind = isBehind(near);
  if (passings.length === 0 && loggingCutsOf(trouble).length > 0) {
    return `Workers${kind === 'worker' ? '' : ` "${kind}"`} log while they log`;
  }
  if (passings.length === 0) {
    return behind ? `The queue of ${kind} falls behind` : `The queue of ${kind} can't be read`;
  }
  const deaths = `${deathsText(trouble)}${passings.length > 1 ? ` within ${spanText(lastedMs(trouble))}` : ''}`;
  if (!behind) return deaths;
  const age = worstAge(near)?.oldestMs ?? 0;
  const name = near[0]?.event.kind ?? kind;
  return `${age > 0 ? `The oldest item that waits for ${name} is ${spanText(age)} old` : `The queue of ${name} falls behind`}: ${lower(deaths)}`;
}

/** The links that chains of deaths have in common, from what people notice down to the deaths. */
export function whysAbove(trouble: Trouble): readonly Why[] {
  const near = queueNear(trouble);
  const name = near[0]?.event.kind ?? trouble.kind;
  return [
    ...queueWhys(name, near, trouble.passings[0]?.sighted.atMs),
    ...loopWhys(trouble),
    ...orphanWhys(trouble),
    ...deathWhys(trouble),
  ];
}

/** What was done already, by whom: what nobody has to do again. */
export function doneNotes({ kind, passings, events }: Trouble): readonly string[] {
  const notes: string[] = [];
  const ended = passings.map(({ left }) => left).filter((left) => left?.tookMs !== undefined && left.remaining === 0);
  const count = ended.reduce((sum, left) => sum + (left?.count ?? 0), 0);
  if (count > 0) {
    const slowest = Math.max(...ended.map((left) => left?.tookMs ?? 0));
    notes.push(
      `${counted(count, 'orphan was', 'orphans were')} ended already, ${count === 1 ? 'within' : 'each within'} ${spanText(slowest)} of its parent's death: nothing is to be cleaned up.`,
    );
  }
  const restarts = eventsOf(events, 'restart-scheduled').filter(({ event }) => kindOf(event.worker) === kind).length;
  if (restarts > 0)
    notes.push(`The supervisor started workers again ${restarts === 1 ? 'once' : `${restarts} times`}.`);
  return notes;
}

/** What is still to be done about orphans that nobody ended. */
export function leftSteps({ passings, events }: Trouble): readonly NextStep[] {
  const alone = passings.flatMap(({ left }) => (left !== undefined && left.tookMs === undefined ? [left] : []));
  if (alone.length === 0) return [];
  const match = eventsOf(events, 'guard-started').at(-1)?.event.match ?? 'PARENT';
  const count = alone.reduce((sum, { count }) => sum + count, 0);
  return [
    {
      why: `the guard was asked to end nothing: ${counted(count, 'orphan')} may still be there, and so may be the next ones`,
      command: `fivewhys guard --match '${match.replaceAll("'", String.raw`'\''`)}'`,
    },
  ];
}

function orphanWhys({ passings }: Trouble): readonly Why[] {
  const all = passings.flatMap(({ left, worker }) => (left === undefined ? [] : [{ ...left, worker }]));
  if (all.length === 0) return [];
  const count = all.reduce((sum, left) => sum + left.count, 0);
  const bytes = all.reduce((sum, left) => sum + left.bytes, 0);
  const alone = all.filter(({ tookMs, remaining }) => tookMs === undefined || remaining > 0);
  const held = bytes === 0 ? '' : ` that held ${bytesText(bytes)}`;
  const fate =
    alone.length === 0
      ? 'until they were ended'
      : 'and nobody ended them: they hold it, and whoever gave them work is dead';
  const claim = `${counted(count, 'orphan')}${held}, left by ${counted(all.length, 'dead parent')}, ${fate}`;
  const examples = all
    .slice(0, mostExamples)
    .map(({ worker, count, bytes }) => `${worker} left ${count}${bytes === 0 ? '' : ` with ${bytesText(bytes)}`}`);
  return [
    {
      claim,
      evidence: seen(
        all.map(({ sighted }) => sighted),
        listed(examples),
      ),
    },
  ];
}

function deathWhys(trouble: Trouble): readonly Why[] {
  const { passings } = trouble;
  if (passings.length === 0) return [];
  const examples = passings
    .slice(0, mostExamples)
    .map(
      ({ worker, pid, signal, death }) =>
        `${worker}${worker.endsWith(String(pid)) ? '' : ` (${pid})`}: ${signal ?? endText(death?.exitCode)}`,
    );
  return [
    {
      claim: `${deathsText(trouble)}${placesText(trouble)}`,
      evidence: seen(
        passings.map(({ sighted }) => sighted),
        listed(examples),
      ),
    },
  ];
}

function loopWhys({ kind, events }: Trouble): readonly Why[] {
  const loops = eventsOf(events, 'crash-loop').filter(({ event }) => kindOf(event.worker) === kind);
  if (loops.length === 0) return [];
  const claim = `${counted(loops.length, 'worker was', 'workers were')} given up: starting again only repeated it`;
  const examples = loops.map(({ event }) => `${event.worker}: ${event.deaths} deaths in ${spanText(event.inMs)}`);
  return [{ claim, evidence: seen(loops, listed(examples)) }];
}

/** `Workers "mail" died 7 times of SIGABRT`; a kind that is named `worker`, as without a configuration, needs no name. */
function deathsText(trouble: Trouble): string {
  const { kind, passings } = trouble;
  const signals = signalsOf(trouble);
  const of = signals.length === 0 ? '' : ` of ${listed(signals)}`;
  const [first] = passings;
  const what = first?.seenBy === 'guard' ? 'parent' : 'worker';
  const name = kind === what ? '' : ` "${kind}"`;
  return passings.length === 1
    ? `A ${what}${name} died${of}`
    : `${capital(what)}s${name} died ${passings.length} times${of}`;
}

function placesText(trouble: Trouble): string {
  const died = workersOf(trouble).length;
  const places = placesOf(trouble);
  return trouble.passings[0]?.seenBy === 'guard' || places < died || places < 2 ? '' : `: ${died} of ${places} workers`;
}

function endText(exitCode: number | undefined): string {
  return exitCode === undefined ? 'its end was not seen' : `exit status ${exitCode}`;
}

/** What is told of the queue from shortly before the first death until shortly after the last. */
function queueNear({ queue, passings }: Trouble): Trouble['queue'] {
  const first = passings[0]?.sighted.atMs;
  const last = passings.at(-1)?.sighted.atMs;
  if (first === undefined || last === undefined) return queue;
  return queue.filter(({ atMs }) => atMs >= first - nearMs && atMs <= last + nearMs);
}

function kindOf(worker: string): string {
  return worker.replace(/\.\d+$/, '');
}

function lower(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The words that deaths rest on, an evidence for each different text. */
export function wordsOf(trouble: Trouble, wordIn: (passing: Trouble['passings'][number]) => string | undefined) {
  const told = trouble.passings.flatMap((passing) => {
    const word = wordIn(passing);
    return word === undefined ? [] : [{ word, sighted: passing.sighted }];
  });
  return [...Map.groupBy(told, ({ word }) => word)].slice(0, mostExamples).flatMap(([word, own]) =>
    seen(
      own.map(({ sighted }) => sighted),
      quoted(word),
    ),
  );
}
