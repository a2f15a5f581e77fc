import { similarCauses } from '@fivewhys/diagnosis';
import { CodedError } from '@fivewhys/evidence';
import { causeIds } from './all-causes.ts';
import type { ExplainErrorCode } from './errors.ts';

/** Reads the id of a cause; one that no catalogue has is answered with those that are written like it. */
export function parseCause(text: string): string {
  if (causeIds.includes(text)) return text;
  const similar = similarCauses(text, causeIds);
  const hint = similar.length === 0 ? '' : `; did you mean ${similar.join(' or ')}?`;
  throw new CodedError(
    'CAUSE_UNKNOWN' satisfies ExplainErrorCode,
    `the catalogue has no cause "${text}"${hint} (\`fivewhys causes\` lists them)`,
  );
}
