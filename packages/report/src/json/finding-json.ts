import type {
  Bin,
  Distribution,
  Finding,
  Fleet,
  Histogram,
  Ladder,
  NamedCause,
  NextStep,
  Share,
  Subject,
  Why,
  WhyNot,
} from '@fivewhys/evidence';
import { finite } from './finite.ts';
import { remedyJson } from './remedy-json.ts';
import type { JsonObject } from './write-json.ts';

/**
 * One finding. `resetFrames` is the flat list of the contract, over the inputs in order; with more than one input a number alone doesn't say where,
 * so `resetFramesByInput` is always beside it.
 */
export function findingJson(finding: Finding): JsonObject {
  return {
    id: finding.id,
    symptom: finding.symptom,
    cause: finding.cause,
    verdict: finding.verdict,
    subjects: finding.subjects.map(subjectJson),
    count: finding.count,
    onlyCounted: finding.onlyCounted,
    resetFrames: finding.resetFrames.flatMap(({ frames }) => frames),
    resetFramesByInput: finding.resetFrames.map(({ input, frames }) => ({ input, frames })),
    otherResetFramesByInput: finding.otherResetFrames?.map(({ input, frames }) => ({ input, frames })),
    resetFramesElsewhereByInput: finding.resetFramesElsewhere?.map(({ input, frames }) => ({ input, frames })),
    sentBy: finding.sentBy,
    whys: finding.whys.map(whyJson),
    ruledOut: finding.ruledOut.map(namedCauseJson),
    stillPossible: finding.stillPossible.map(namedCauseJson),
    behind: finding.behind?.map(({ finding, cause, because }) => ({ finding, cause, because })),
    notes: [...finding.notes],
    next: finding.next.map(nextJson),
    remedies: finding.remedies.map(remedyJson),
    distributions: finding.distributions.map(distributionJson),
    fleet: finding.fleet === undefined ? undefined : fleetJson(finding.fleet),
    ladder: finding.ladder === undefined ? undefined : ladderJson(finding.ladder),
    whyNot: finding.whyNot === undefined ? undefined : whyNotJson(finding.whyNot),
  };
}

function whyNotJson({ cause, outcome, because }: WhyNot): JsonObject {
  return { cause, outcome, because: [...because] };
}

function subjectJson({ input, stream }: Subject): JsonObject {
  return { input, stream };
}

function whyJson({ claim, evidence }: Why): JsonObject {
  return { claim, evidence: evidence.map(({ input, frames, lines, detail }) => ({ input, frames, lines, detail })) };
}

function namedCauseJson({ cause, because }: NamedCause): JsonObject {
  return { cause, because };
}

function nextJson({ why, command }: NextStep): JsonObject {
  return { why, command };
}

function fleetJson(fleet: Fleet): JsonObject {
  const { originators, originatorCount, responders, responderCount, firstInstant, lastInstant, timeline } = fleet;
  const shares = (list: readonly Share[]) => list.map(({ end, connections }) => ({ end, connections }));
  return {
    originators: shares(originators),
    originatorCount,
    responders: shares(responders),
    responderCount,
    firstInstant,
    lastInstant,
    timeline: timeline?.map(binJson),
  };
}

function distributionJson({ name, count, least, median, most, pile, histogram }: Distribution): JsonObject {
  return {
    name,
    count,
    least,
    median,
    most,
    pile: pile === undefined ? undefined : { from: pile.from, to: pile.to, count: pile.count },
    histogram: histogram === undefined ? undefined : histogramJson(histogram),
  };
}

function histogramJson({ scale, whole, bins }: Histogram): JsonObject {
  return { scale, whole, bins: bins.map(binJson) };
}

function binJson({ from, to, count }: Bin): JsonObject {
  return { from, to, count };
}

function ladderJson({ input, stream, originator, responder, rows }: Ladder): JsonObject {
  return {
    input,
    stream,
    originator,
    responder,
    rows: rows.map(({ frame, sinceFirstNs, from, text, note, repeats }) => ({
      frame,
      sinceFirstNs: finite(sinceFirstNs),
      from,
      text,
      note,
      repeats,
    })),
  };
}
