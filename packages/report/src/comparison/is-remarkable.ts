import type { ComparedConnection, Journey } from '@fivewhys/vantages';

const rst = 0x04;

/** A segment that did not simply pass all places: lost, made, missed, or a RST. */
export function isRemarkable({ made, lost, missedAt, first }: Journey): boolean {
  return made !== undefined || lost !== undefined || missedAt.length > 0 || (first.flags & rst) !== 0;
}

/** Something was lost or made between the places, or reset. A change of addresses or options alone is no failure. */
export function isWrong({ journeys, changes }: ComparedConnection): boolean {
  return (
    changes.some(({ what }) => what === 'untranslated' || what === 'translated-anew') ||
    journeys.some(
      ({ made, lost, first }) =>
        made?.absence.kind === 'shown' || lost?.absence.kind === 'shown' || (first.flags & rst) !== 0,
    )
  );
}
