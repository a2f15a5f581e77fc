/** The beginning of some marks, of classes of bytes. */
export class Beginning<Event> {
  readonly longer = new Map<number, Beginning<Event>>();
  /** The longest end of this that is the beginning of a mark, too; undefined for the empty one. */
  shorter: Beginning<Event> | undefined;
  /** What has happened when this was read. */
  event: Event | undefined;
  /** Its place in the list of all. */
  index = 0;
}

/**
 * The beginnings of all marks, the shorter ones first, each knowing the longest end of it that is one, too (Aho and Corasick, 1975, algorithms 2 and 3). The first is the
 * empty one.
 *
 * @param strongest the event that stands where several end at once
 */
export function beginningsOf<Event>(
  marks: readonly { readonly classes: readonly number[]; readonly event: Event }[],
  strongest: Event,
): readonly Beginning<Event>[] {
  const root = new Beginning<Event>();
  for (const { classes, event } of marks) {
    let at = root;
    for (const code of classes) {
      const longer = at.longer.get(code) ?? new Beginning<Event>();
      at.longer.set(code, longer);
      at = longer;
    }
    if (at.event !== strongest) at.event = event;
  }
  const all = [root];
  for (const [index, beginning] of all.entries()) {
    beginning.index = index;
    for (const [code, longer] of beginning.longer) {
      longer.shorter = longestEnd(beginning, code, root);
      if (longer.event !== strongest) longer.event = longer.shorter.event ?? longer.event;
      all.push(longer);
    }
  }
  return all;
}

function longestEnd<Event>(beginning: Beginning<Event>, code: number, root: Beginning<Event>): Beginning<Event> {
  for (let at = beginning.shorter; at !== undefined; at = at.shorter) {
    const longer = at.longer.get(code);
    if (longer !== undefined) return longer;
  }
  return root;
}
