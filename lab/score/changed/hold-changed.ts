import type { Explanation } from 'fivewhys';
import type { Truth } from '../../truth/truth.ts';
import { candidatesOf, judge } from '../judge.ts';
import type { VantageSet } from '../sets.ts';
import type { Change } from './change.ts';

type Finding = Explanation['findings'][number];

/** What becomes of an answer when its capture is changed. */
export interface Held {
  readonly story: string;
  readonly vantage: string;
  readonly change: string;
  /** `other`: it has to be the same, and is not. `wrong`: it is wrong, or calls proven what is not so, and did not before. `less`: it was right, and is less now. */
  readonly became: 'same' | 'less' | 'other' | 'wrong';
  readonly before: string;
  readonly after: string;
}

/** The findings of one capture, before and after it was changed, held against each other and against the truth. */
export function heldChanged(
  truth: Truth,
  set: VantageSet,
  change: Change,
  before: Explanation,
  after: Explanation,
): Held {
  const told = {
    story: truth.story,
    vantage: set.name,
    change: change.name,
    before: textOf(before),
    after: textOf(after),
  };
  if (change.keeps === 'answer') return { ...told, became: told.before === told.after ? 'same' : 'other' };
  if (change.renumbers === true) return { ...told, became: isNewlyClaimed(truth, before, after) ? 'wrong' : 'same' };
  const [was, is] = [judge(truth, set, before), judge(truth, set, after)];
  const isWrong =
    (is.outcome === 'wrong' && was.outcome !== 'wrong') || is.wronglyProven.length > was.wronglyProven.length;
  if (isWrong) return { ...told, became: 'wrong' };
  return { ...told, became: was.outcome === 'right' && is.outcome !== 'right' ? 'less' : 'same' };
}

/** Where streams have other numbers: whether something is proven, or on a control found at all, that neither is so nor was said before. */
function isNewlyClaimed({ cause }: Truth, before: Explanation, after: Explanation): boolean {
  const known = new Set(['harmless', 'undetermined', cause, ...before.findings.map((finding) => finding.cause)]);
  return after.findings.some(
    (finding) => !known.has(finding.cause) && (finding.verdict === 'proven' || cause === null),
  );
}

/** What is said, in a line: each finding's count, cause, verdict, sender, and what else may be. */
export function textOf({ findings }: Explanation): string {
  return findings.map(findingText).toSorted().join('; ');
}

function findingText(finding: Finding): string {
  const { cause, verdict, sentBy, count } = finding;
  const others = candidatesOf(finding).filter((one) => one !== cause);
  return `${count} ${cause} ${verdict}${sentBy === null ? '' : `, by ${sentBy}`}${others.length === 0 ? '' : ` (or ${others.join(', ')})`}`;
}
