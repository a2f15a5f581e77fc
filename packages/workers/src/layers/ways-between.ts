/** What each file imports. What imports nothing that is known, such as a package, has no entry. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

/**
 * The shortest way from each start to the nearest target, import by import, both ends in it; the shortest first. A way that is the rest of another start's way is told once.
 *
 * A start is no target of its own, even if it belongs to both.
 */
export function waysBetween(
  graph: ImportGraph,
  starts: readonly string[],
  isTarget: (name: string) => boolean,
): readonly (readonly string[])[] {
  const ways = starts.map((start) => wayFrom(graph, start, isTarget)).filter((way) => way !== undefined);
  const kept: (readonly string[])[] = [];
  for (const way of ways.toSorted((a, b) => a.length - b.length)) {
    if (!kept.some((shorter) => endsWith(way, shorter))) kept.push(way);
  }
  return kept;
}

/** Breadth first, so the first target that is met is the nearest. */
function wayFrom(
  graph: ImportGraph,
  start: string,
  isTarget: (name: string) => boolean,
): readonly string[] | undefined {
  const before = new Map<string, string | undefined>([[start, undefined]]);
  for (const name of before.keys()) {
    for (const imported of graph.get(name) ?? []) {
      if (before.has(imported)) continue;
      before.set(imported, name);
      if (isTarget(imported)) return wayTo(imported, before);
    }
  }
  return undefined;
}

function wayTo(end: string, before: ReadonlyMap<string, string | undefined>): readonly string[] {
  const way: string[] = [];
  for (let name: string | undefined = end; name !== undefined; name = before.get(name)) way.unshift(name);
  return way;
}

function endsWith(way: readonly string[], rest: readonly string[]): boolean {
  return rest.every((name, index) => name === way[way.length - rest.length + index]);
}
