import assert from 'node:assert/strict';
import { type CounterSnapshot, type HostReading, type Part, readHostText } from '../src/index.ts';

type PartOf<Kind extends Part['kind']> = Extract<Part, { readonly kind: Kind }>;

/** The parts of one kind in a text. */
export function partsOf<Kind extends Part['kind']>(text: string, kind: Kind): readonly PartOf<Kind>[] {
  return readHostText(text).parts.filter((part): part is PartOf<Kind> => part.kind === kind);
}

/** The one part of a kind that a text holds, without damage. */
export function onlyPart<Kind extends Part['kind']>(text: string, kind: Kind): PartOf<Kind> {
  const { parts, damage } = readHostText(text);
  assert.deepEqual(damage, []);
  assert.deepEqual(
    parts.map((part) => part.kind),
    [kind],
  );
  return parts[0] as PartOf<Kind>;
}

/** The values of a snapshot, by name. */
export function valuesOf({ counters }: CounterSnapshot): Record<string, bigint> {
  return Object.fromEntries([...counters].map(([name, { value }]) => [name, value]));
}

/** The one message of the kernel's log that a text holds. */
export function onlyMessage(text: string): HostReading['messages'][number] {
  const { messages } = readHostText(text);
  assert.equal(messages.length, 1, text);
  return messages[0] as HostReading['messages'][number];
}

/** The one trace event that a text holds. */
export function onlyEvent(text: string): HostReading['trace'][number] {
  const { trace } = readHostText(text);
  assert.equal(trace.length, 1, text);
  return trace[0] as HostReading['trace'][number];
}
