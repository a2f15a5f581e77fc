import type { Reset } from '@fivewhys/connections';
import type { LookAlike } from '@fivewhys/evidence';

/** The look-alike of a RST that is not quite as Linux makes it: another system's, or forged. Linux makes the shape exactly. */
export function shapedOtherwise({ deviations }: Reset): LookAlike[] {
  if (deviations.length === 0) return [];
  return [
    { cause: 'injected-reset', excluded: false, because: `the RST is not as Linux makes it: ${deviations.join('; ')}` },
  ];
}
