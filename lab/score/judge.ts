import type { Explanation } from 'fivewhys';
import type { Truth, VantageTruth } from '../truth/truth.ts';
import type { VantageSet } from './sets.ts';
import { type Told, toldOf } from './told.ts';

/** How near an answer comes to the truth. */
export type Outcome =
  /** Cause and sender are right; of a control or of a vantage where nothing is to be seen: nothing was found. */
  | 'right'
  /** The cause is right, the sender is another, or not told. */
  | 'sender'
  /** The cause is the second candidate. */
  | 'second'
  /** Packets can't tell at this vantage, and what they tell at most was said. */
  | 'as told'
  /** It is not among the first two candidates, and no other is claimed: the answer says that it does not know. */
  | 'open'
  /** Nothing was found, and something is wrong. */
  | 'missed'
  /** Another cause is named first. */
  | 'wrong';

/** One answer, held against the truth. */
export interface Judgement {
  readonly story: string;
  readonly set: string;
  /** The true cause; null where nothing is wrong or nothing of it comes by. */
  readonly cause: string | null;
  /** False where the truth says that packets can't tell at this vantage. */
  readonly tellable: boolean;
  /** What was said first: `half-open likely, by responder`; empty where nothing was. */
  readonly said: string;
  readonly saidCause: string | null;
  readonly outcome: Outcome;
  /** Causes that were called proven and are not the one. */
  readonly wronglyProven: readonly string[];
}

type Finding = Explanation['findings'][number];

/** @param explanation of the captures of the set, in their order */
export function judge(truth: Truth, set: VantageSet, explanation: Explanation): Judgement {
  const captures = set.vantages.flatMap((vantage) => truth.vantages[vantage] ?? []);
  const cause = captures.some((capture) => capture.cause !== null) ? truth.cause : null;
  const told = toldOf(explanation, captures, truth.sentBy);
  const claimed = (cause === null ? explanation.findings : told.onStory).toSorted((a, b) => b.count - a.count);
  const [first] = claimed;
  return {
    story: truth.story,
    set: set.name,
    cause,
    tellable: mostTold(captures) === undefined,
    said: claimed.map(saidOf).join('; '),
    saidCause: first?.cause ?? null,
    outcome:
      cause === null
        ? outcomeOfNothing(explanation)
        : outcomeOf(truth, cause, claimed, told, mostTold(captures), captures.length === 1),
    wronglyProven: [...told.onStory, ...told.aside, ...told.onHealthy, ...told.ofHosts]
      .filter((finding) => isWronglyProven(finding, truth, told))
      .map((finding) => finding.cause),
  };
}

function outcomeOfNothing({ findings }: Explanation): Outcome {
  return findings.every((finding) => finding.cause === 'harmless') ? 'right' : 'wrong';
}

function outcomeOf(
  truth: Truth,
  cause: string,
  claimed: readonly Finding[],
  { unexplained, onHealthy, ofHosts }: Told,
  most: string | null | undefined,
  isAlone: boolean,
): Outcome {
  if (claimed.length === 0) return most === null ? 'as told' : 'missed';
  if (onHealthy.some((finding) => finding.cause !== 'harmless')) return 'wrong';
  if (ofHosts.some((finding) => finding.cause !== cause)) return 'wrong';
  if (claimed.every((finding) => finding.cause === cause)) {
    // Of a connection in several captures one finding is enough.
    if (unexplained > 0 && isAlone) return 'missed';
    return claimed.every(({ sentBy }) => isSender(sentBy, truth)) ? 'right' : 'sender';
  }
  if (claimed.every((finding) => candidatesOf(finding).slice(0, 2).includes(cause))) return 'second';
  if (most !== null && claimed.every((finding) => finding.cause === most)) return 'as told';
  if (claimed.some((finding) => finding.cause !== cause && finding.cause !== 'undetermined')) return 'wrong';
  // Where packets tell nothing, whoever says so has told all.
  return most === null ? 'as told' : 'open';
}

/** What packets tell at most, where that is not the cause: at each of the vantages at which something of the story comes by. */
function mostTold(captures: readonly VantageTruth[]): string | null | undefined {
  const told = captures.filter(({ cause }) => cause !== null).map(({ fromPackets }) => fromPackets);
  if (told.includes(undefined)) return undefined;
  const [most = null, ...others] = new Set(told.filter((one) => one !== null));
  return others.length === 0 ? most : undefined;
}

/** Of who kept silent nobody knows the sender, and none is asked for. */
function isSender(told: string | null, { sentBy }: Truth): boolean {
  return told === sentBy || sentBy === null || sentBy === 'unknown';
}

/** The cause that is named, and those that are said to be still possible, in their order. */
export function candidatesOf({ cause, stillPossible }: Finding): readonly string[] {
  const others = stillPossible.map((one) => one.cause);
  return cause === 'undetermined' ? others : [cause, ...others];
}

function isWronglyProven({ verdict, cause, ...finding }: Finding, truth: Truth, { onStory }: Told): boolean {
  if (verdict !== 'proven' || cause === truth.cause) return false;
  return cause !== 'harmless' || (truth.cause !== null && onStory.some((one) => one.id === finding.id));
}

const saidOf = ({ cause, verdict, sentBy }: Finding): string =>
  `${cause === 'undetermined' ? cause : `${cause} ${verdict}`}${sentBy === null ? '' : `, by ${sentBy}`}`;
