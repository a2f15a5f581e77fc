import { type NextStep, weighCauses } from '@fivewhys/evidence';
import type { UsageFinding } from '../usage-report.ts';
import { incidentCauses } from './causes/index.ts';
import { unattributedWork } from './causes/unattributed-work.ts';
import { undetermined } from './causes/undetermined.ts';
import type { IncidentFacts } from './incident-facts.ts';

/** What would settle a cause that is left open. */
const settles: Readonly<Record<string, NextStep>> = {
  'unattributed-work': {
    why: 'How much CPU time went to no account: the throttle writes it with its usage records, every minute',
    command: "createThrottle({ records: new JsonLinesFile({ path: 'usage.jsonl' }) })",
  },
  'dearer-endpoints': {
    why: 'Whether an endpoint became dearer: its costs on a day without an incident, and what was deployed between',
    command: 'fivewhys usage OTHER-DAY.log --verbose',
  },
};

/** Weighs the causes of a rise, and puts the answer into the words of all findings. */
export function findingOf(facts: IncidentFacts): UsageFinding {
  // Where what requests were charged did not rise more than usual, there is nothing in it to be told apart.
  const causes = facts.usual.of === 'units' ? incidentCauses : [unattributedWork];
  const { cause, verdict, fit, ruledOut, stillPossible } = weighCauses(facts, causes, undetermined);
  return {
    id: 'f1',
    symptom: fit.symptom,
    cause,
    verdict,
    accounts: cause === 'costly-accounts' || cause === 'busy-accounts' ? facts.risen.map(({ account }) => account) : [],
    whys: fit.whys,
    ruledOut,
    stillPossible,
    notes: fit.notes,
    next: [...fit.next, ...stillPossible.flatMap(({ cause: open }) => settles[open] ?? [])],
    remedies: fit.remedies,
  };
}
