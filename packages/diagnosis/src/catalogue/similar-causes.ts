const most = 3;

/** The ids of a catalogue that are written most like this text, the likest first: for whoever mistyped one. */
export function similarCauses(text: string, causeIds: readonly string[]): string[] {
  const wanted = lettersOf(text);
  const likeness = causeIds.map((id) => {
    const letters = lettersOf(id);
    return { id, edits: wanted.length > 2 && letters.includes(wanted) ? 0 : edits(wanted, letters) };
  });
  return likeness
    .filter(({ id, edits }) => edits <= Math.max(2, id.length / 3))
    .sort((a, b) => a.edits - b.edits)
    .slice(0, most)
    .map(({ id }) => id);
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^a-z]/g, '');
}

/** How many characters must be put in, taken out or changed to make one text the other. */
function edits(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
