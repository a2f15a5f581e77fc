import { isConcluded } from '@fivewhys/diagnosis';
import type { WhyNot } from '@fivewhys/evidence';

/** Why a finding is not of a cause, in a sentence that follows the cause's name. */
export function whyNotText({ cause, outcome, because }: WhyNot): string {
  const [first = '', second] = because;
  const itself = second === undefined ? '' : `; and weighed by itself it did not fit: ${second}`;
  switch (outcome) {
    case 'concluded':
      return 'it is that cause';
    case 'ruled-out':
      return `ruled out: ${first}${itself}`;
    case 'did-not-fit':
      return `it does not fit: ${first}`;
    case 'still-possible':
      return `it is still possible: ${first}${itself}`;
    case 'not-weighed':
      // Of the concluded ones the fallback is not weighed, which speaks when none fits, nor what takes many connections to tell.
      if (cause === 'undetermined') return 'a cause fits';
      if (isConcluded(cause)) return 'it is told of many connections together, and not of one';
      return `can't be told: it is not concluded yet, and nothing here names it; \`fivewhys causes ${cause}\` says what would be seen`;
  }
}
