import type { Finding } from '@fivewhys/evidence';

/** Whether a finding only accounts for something odd that did no harm, such as a reset after the last byte. */
export function isHarmless(finding: Pick<Finding, 'cause'>): boolean {
  return finding.cause === 'harmless';
}
