import { type CauseId, findCause, similarCauses } from '@fivewhys/diagnosis';
import { CodedError } from '@fivewhys/evidence';
import type { ExplainErrorCode } from './errors.ts';

/** Reads the id of a cause; one that the catalogue does not have is answered with those that are written like it. */
export function parseCause(text: string): CauseId {
  const known = findCause(text);
  if (known !== undefined) return known;
  const similar = similarCauses(text);
  const hint = similar.length === 0 ? '' : `; did you mean ${similar.join(' or ')}?`;
  throw new CodedError(
    'CAUSE_UNKNOWN' satisfies ExplainErrorCode,
    `the catalogue has no cause "${text}"${hint} (\`fivewhys causes\` lists them)`,
  );
}
