import type { Finding, NamedCause, NextStep, Remedy, Why } from '@fivewhys/evidence';
import { commandInTime } from '../commands/journal-window.ts';
import { ladderOf } from '../ladder.ts';
import { count, plural } from '../phrases.ts';
import type { CaptureClocks } from '../whole-capture/capture-clock.ts';
import { distributionOf } from './distribution.ts';
import type { Group } from './group.ts';
import { sightingOf } from './sighting.ts';

/**
 * A group as a finding.
 *
 * @param words what programs wrote about its connections: comes before the other whys
 */
export function findingOfGroup(group: Group, id: string, clocks: CaptureClocks, words: readonly Why[]): Finding {
  const { weighed, exemplar, members, measures, fleet, onlyCounted, possible } = group;
  const { fit } = weighed;
  const otherResetFrames = members.otherResetFrames();
  const resetFramesElsewhere = members.resetFramesElsewhere();
  const base = clocks.get(exemplar.input)?.baseInstantNs;
  const inTime = (command: string) =>
    base === undefined ? command : commandInTime(command, base + BigInt(Math.round(sightingOf(exemplar).instantNs)));
  return {
    id,
    symptom: symptomOf(group),
    cause: weighed.cause,
    verdict: weighed.verdict,
    subjects: members.subjects(),
    count: members.count,
    ...(onlyCounted === 0 ? {} : { onlyCounted }),
    resetFrames: members.resetFrames(),
    ...(otherResetFrames.length === 0 ? {} : { otherResetFrames }),
    ...(resetFramesElsewhere.length === 0 ? {} : { resetFramesElsewhere }),
    sentBy: fit.sentBy,
    whys: [...words, ...fit.whys],
    ruledOut: weighed.ruledOut.filter(({ cause }) => !possible.has(cause)),
    stillPossible: [...weighed.stillPossible, ...possibleOfOthers(group)],
    notes: [...fit.notes, ...notesOf(group)],
    next: fit.next.map((step): NextStep => ({ ...step, command: inTime(step.command) })),
    remedies: fit.remedies.map((remedy): Remedy => ({ ...remedy, commands: remedy.commands.map(inTime) })),
    distributions: [...measures].map(([name, tally]) => distributionOf(name, tally)),
    ...(members.count > 1 ? { fleet: fleet.describe(clocks) } : {}),
    ladder: ladderOf(exemplar.input, exemplar.connection, fit.whys),
  };
}

/** What other connections of the group leave open, and the one that is shown does not. */
function possibleOfOthers({ weighed, possible }: Group): NamedCause[] {
  const named = new Set(weighed.stillPossible.map(({ cause }) => cause));
  return [...possible]
    .filter(([cause]) => !named.has(cause) && cause !== weighed.cause)
    .map(([cause, because]) => ({ cause, because: `in others of these connections: ${because}` }));
}

/** What was seen, true of each connection: where they differ, what they have in common, and how many they are. */
function symptomOf({ weighed: { fit }, members, fleet, symptomIsShared }: Group): string {
  if (members.count === 1) return fit.symptom;
  if (symptomIsShared) return fit.several ?? fit.symptom;
  return `${fit.group}, in ${plural(members.count, 'connection')}${endsText(fleet.responderCount)}`;
}

function endsText(responders: number): string {
  return responders === 1 ? '' : ` to ${count(responders)} endpoints`;
}

function notesOf({ onlyCounted }: Group): string[] {
  if (onlyCounted === 0) return [];
  return [
    `${plural(onlyCounted, 'connection')} of these ${onlyCounted === 1 ? 'was' : 'were'} counted and not weighed one by one: each failed in the same way as those that were.`,
  ];
}
