import type { Absence, Journey } from './comparison.ts';
import type { Direction } from './directions.ts';
import type { Link } from './match-segments.ts';
import type { SeenSegment } from './seen-segment.ts';

/** Says what the absence of a segment means that was seen at one position on the way and not at another. */
export type AbsenceAt = (direction: Direction, seen: SeenSegment, seenAt: number, notAt: number) => Absence;

/** Every transmission of one direction, each from the place where it was seen first to where it was seen last. */
export function journeysOf(direction: Direction, places: number, absenceAt: AbsenceAt): Journey[] {
  const { side, way, segments, matches, skips } = direction;
  const nextOf = matches.map(({ links }) => byBefore(links));
  const skipOf = segments.map(
    (_, at) => new Map(skips.filter(({ from }) => from === at).map((skip) => [skip.before, skip])),
  );
  const skipped = segments.map((_, at) => new Set(skips.filter(({ to }) => to === at).map(({ after }) => after)));
  const arrived = matches.map(({ links }) => new Set(links.map(({ after }) => after)));
  const journeys: Journey[] = [];
  for (const [at, here] of segments.entries()) {
    for (const [index, first] of here.entries()) {
      if (at > 0 && (arrived[at - 1]?.has(index) || skipped[at]?.has(index))) continue;
      const seen: SeenSegment[][] = Array.from({ length: places }, () => []);
      const missedAt: number[] = [];
      seen[way[at] as number] = [first];
      let lost: Journey['lost'];
      let position = at;
      let current = [index];
      while (position + 1 < way.length) {
        const next = [...new Set(current.flatMap((one) => nextOf[position]?.get(one) ?? []))];
        const left = missingBytes(current, position);
        if (next.length > 0) {
          if (left !== undefined && left > 0) lost ??= lossAt(current, position, left);
          position += 1;
          current = next;
        } else {
          const beyond = current.flatMap((one) => skipOf[position]?.get(one) ?? []);
          const [nearest] = beyond.toSorted((a, b) => a.to - b.to);
          if (nearest === undefined) {
            lost ??= lossAt(current, position, left ?? 0);
            break;
          }
          missedAt.push(...way.slice(position + 1, nearest.to));
          current = beyond.filter(({ to }) => to === nearest.to).map(({ after }) => after);
          position = nearest.to;
        }
        seen[way[position] as number] = current.map((one) => segments[position]?.[one] as SeenSegment);
      }
      journeys.push({
        from: side,
        first,
        seen,
        made:
          at === 0
            ? undefined
            : {
                after: way[at - 1] as number,
                before: way[at] as number,
                absence: absenceAt(direction, first, at, at - 1),
              },
        lost,
        missedAt,
      });
    }
  }
  return journeys;

  function missingBytes(current: readonly number[], position: number): number | undefined {
    const bytes = current.map((one) => matches[position]?.unseenAfter.get(one)).filter((count) => count !== undefined);
    return bytes.length === 0 ? undefined : bytes.reduce((sum, count) => sum + count, 0);
  }

  function lossAt(current: readonly number[], position: number, bytes: number): Journey['lost'] {
    const last = segments[position]?.[current.at(-1) as number] as SeenSegment;
    return {
      after: way[position] as number,
      before: way[position + 1] as number,
      bytes,
      absence: absenceAt(direction, last, position, position + 1),
    };
  }
}

function byBefore(links: readonly Link[]): Map<number, number[]> {
  const next = new Map<number, number[]>();
  for (const { before, after } of links) {
    const others = next.get(before);
    if (others === undefined) next.set(before, [after]);
    else others.push(after);
  }
  return next;
}
