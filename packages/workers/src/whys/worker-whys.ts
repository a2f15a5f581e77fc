import { type EvidenceFlow, type Finding, type FlowText, weighCauses, whyNot } from '@fivewhys/evidence';
import { workerCatalogue } from './catalogue.ts';
import { workerCauses } from './causes/index.ts';
import { EventText } from './event-text.ts';
import { passingsOf } from './passings-of.ts';
import type { Sighted } from './sighted.ts';
import { type Trouble, troublesOf } from './trouble.ts';
import { undetermined } from './undetermined.ts';

/** Events of supervisors and guards to findings: one for each kind of worker and way of dying, the most frequent first. */
export class WorkerWhys implements EvidenceFlow {
  readonly #texts: EventText[] = [];

  open(input: number): FlowText {
    const text = new EventText(input);
    this.#texts.push(text);
    return text;
  }

  findings(suspected?: string): readonly Finding[] {
    const events = inOrder(this.#texts.flatMap((text) => text.events));
    return troublesOf(passingsOf(events), events)
      .map((trouble) => findingOf(trouble, suspected))
      .sort((a, b) => b.count - a.count);
  }
}

/** In time order; what stands in two files, such as the events and a log of standard error, counts once. */
function inOrder(events: readonly Sighted[]): readonly Sighted[] {
  const known = new Set<string>();
  const once = events.filter(({ event }) => {
    const key = JSON.stringify(event);
    return known.has(key) ? false : known.add(key);
  });
  return once.sort((a, b) => a.atMs - b.atMs || a.input - b.input || a.line - b.line);
}

function findingOf(trouble: Trouble, suspected: string | undefined): Finding {
  const weighed = weighCauses(trouble, workerCauses, undetermined);
  const { cause, verdict, fit, ruledOut, stillPossible } = weighed;
  const title = Object.entries(workerCatalogue).find(([id]) => id === cause)?.[1];
  return {
    id: '',
    symptom: fit.symptom,
    cause,
    ...(title === undefined ? {} : { causeTitle: title }),
    verdict,
    subjects: [],
    count: trouble.passings.length,
    counts: 'death',
    resetFrames: [],
    sentBy: fit.sentBy,
    whys: fit.whys,
    ruledOut,
    stillPossible,
    notes: fit.notes,
    next: fit.next,
    remedies: fit.remedies,
    distributions: [],
    ladder: undefined,
    ...(suspected === undefined ? {} : { whyNot: whyNot(weighed, suspected) }),
  };
}
