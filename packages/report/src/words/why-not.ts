import { findCause, toldOtherwise } from '@fivewhys/diagnosis';
import type { WhyNot } from '@fivewhys/evidence';

/** Why a finding is not of a cause, in a sentence that follows the cause's name. */
export function whyNotText({ cause, outcome, because }: WhyNot): string {
  const [first = '', second] = because;
  const itself = (words: string) => (second === undefined ? '' : `; ${words}: ${second}`);
  switch (outcome) {
    case 'concluded':
      return 'it is that cause';
    case 'ruled-out':
      return `ruled out: ${first}${itself('and weighed by itself it did not fit')}`;
    case 'did-not-fit':
      return `it does not fit: ${first}`;
    case 'still-possible':
      return `it is still possible: ${first}${itself('but nothing in the packets speaks for it')}`;
    case 'not-weighed':
      // Of the causes only the fallback is not weighed, which speaks when none fits, and what packets of one connection can't tell.
      return otherwise(cause);
  }
}

function otherwise(cause: string): string {
  const id = findCause(cause);
  return (id === undefined ? undefined : toldOtherwise[id]) ?? 'a cause fits';
}
