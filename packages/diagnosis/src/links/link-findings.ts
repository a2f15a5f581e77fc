import type { Finding, FindingLink } from '@fivewhys/evidence';
import { type LinkRule, linkRules } from './link-rules.ts';
import type { Traces } from './traces.ts';

/**
 * Says of each finding which other ones may lie behind it, where evidence joins them: the same ends, or the same port, at a time that fits. What may lie behind a cause in
 * general is in the catalogue.
 */
export function linkFindings(findings: readonly Finding[], traces: Traces): Finding[] {
  return findings.map((finding) => {
    const behind = findings.flatMap((other) => linkOf(finding, other, traces) ?? []);
    return behind.length === 0 ? finding : { ...finding, behind };
  });
}

function linkOf(effect: Finding, cause: Finding, traces: Traces): FindingLink | undefined {
  const rule = linkRules.find(
    ({ effects, behind }) => behind === cause.cause && (effects as readonly string[]).includes(effect.cause),
  );
  const because = rule === undefined || effect === cause ? undefined : joinOf(rule, effect, cause, traces);
  return because === undefined ? undefined : { finding: cause.id, cause: cause.cause, because };
}

/** How the first of the effect's connections is joined, and how many of them are. */
function joinOf(rule: LinkRule, effect: Finding, cause: Finding, traces: Traces): string | undefined {
  const causes = traces.of(cause);
  const effects = traces.of(effect);
  let first: string | undefined;
  let joined = 0;
  for (const one of effects) {
    const because = firstJoin(rule, causes, one, traces);
    if (because === undefined) continue;
    first ??= because;
    joined += 1;
  }
  if (first === undefined || effects.length === 1) return first;
  return `${first}; so for ${joined === effects.length ? `all ${joined}` : `${joined} of ${effects.length}`} connections that were compared`;
}

function firstJoin(
  rule: LinkRule,
  causes: ReturnType<Traces['of']>,
  effect: ReturnType<Traces['of']>[number],
  traces: Traces,
): string | undefined {
  for (const cause of causes) {
    const because = rule.join(cause, effect, traces);
    if (because !== undefined) return because;
  }
  return undefined;
}
