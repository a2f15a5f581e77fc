import type { Explanation } from '@fivewhys/diagnosis';
import type { Finding } from '@fivewhys/evidence';
import { verdicts } from '@fivewhys/evidence';
import fc from 'fast-check';
import { closedPort, connections, input, timeWaitReuse } from './sample-findings.ts';
import { explanationOf } from './samples.ts';

/** Text as it may come out of a capture. */
const text = fc.oneof(
  fc.lorem({ mode: 'sentences', maxCount: 3 }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '',
    '\u001b[2J',
    '\u001b]0;t\u0007',
    'a\nb',
    '大きさ '.repeat(20),
    'x'.repeat(150),
    '/var/tmp/größe.pcap',
    'at 5 µs → 7',
  ),
);
const command = fc
  .oneof(text, fc.constantFrom('a\nb', `tcpdump -i any ${'x '.repeat(80)}`))
  .map((words) => `$ ${words}`);
const frames = fc.array(fc.integer({ min: 1, max: 1e6 }), { maxLength: 20 });
const index = fc.integer({ min: 0, max: 2 });
const named = fc.array(fc.record({ cause: text, because: text }), { maxLength: 9 });

const finding: fc.Arbitrary<Finding> = fc.record({
  id: fc.constantFrom('f1', 'f12', '\u001bc'),
  symptom: text,
  cause: fc.oneof(fc.constantFrom('harmless', 'undetermined', 'time-wait-reuse', 'conntrack-table-full'), text),
  verdict: fc.constantFrom(...verdicts),
  subjects: fc.array(fc.record({ input: index, stream: fc.nat(1e6) }), { maxLength: 12 }),
  count: fc.nat(1e6),
  resetFrames: fc.array(fc.record({ input: index, frames }), { maxLength: 3 }),
  resetFramesElsewhere: fc.array(fc.record({ input: index, frames }), { maxLength: 3 }),
  otherResetFrames: fc.array(fc.record({ input: index, frames }), { maxLength: 3 }),
  sentBy: fc.constantFrom('originator' as const, 'unknown' as const, 'other-edge' as const),
  whys: fc.array(
    fc.record({ claim: text, evidence: fc.array(fc.record({ input: index, frames, detail: text }), { maxLength: 3 }) }),
    {
      maxLength: 4,
    },
  ),
  ruledOut: named,
  stillPossible: named,
  behind: fc.array(fc.record({ finding: text, cause: text, because: text }), { maxLength: 2 }),
  notes: fc.array(text, { maxLength: 3 }),
  next: fc.array(fc.record({ why: text, command }), { maxLength: 3 }),
  remedies: fc.array(
    fc.record({
      summary: text,
      commands: fc.array(command, { maxLength: 3 }),
      harm: text,
      verify: text,
      undo: text,
      source: text,
    }),
    { maxLength: 3 },
  ),
  distributions: fc.array(
    fc.record({
      name: text,
      count: fc.nat(),
      least: fc.integer(),
      median: fc.float({ noNaN: true, noDefaultInfinity: true }),
      most: fc.nat(),
    }),
    { maxLength: 2 },
  ),
  whyNot: fc.record({
    cause: text,
    outcome: fc.constantFrom('ruled-out' as const, 'not-weighed' as const, 'still-possible' as const),
    because: fc.array(text, { maxLength: 2 }),
  }),
  ladder: fc.constantFrom(undefined, timeWaitReuse.ladder, closedPort.ladder),
});

const inputReport = fc
  .record({ path: text, note: text, reason: text, frame: fc.nat() })
  .map(({ path, note, reason, frame }) => ({
    ...input,
    path,
    notes: [note],
    damage: [{ frame, reason }],
    damageCount: 3,
  }));

/** Explanations with anything in their texts. */
export const arbitraryExplanation: fc.Arbitrary<Explanation> = fc
  .record({
    inputs: fc.array(inputReport, { maxLength: 3 }),
    findings: fc.array(finding, { maxLength: 3 }),
    unreadable: fc.array(fc.record({ path: text, code: text, message: text }), { maxLength: 2 }),
    listed: fc.boolean(),
    ending: text,
  })
  .map(({ inputs, findings, unreadable, listed, ending }) => ({
    ...explanationOf(inputs, findings, { [`e${ending}`]: 1 }),
    unreadable,
    connections: listed ? connections.map((connection) => ({ ...connection, ending })) : undefined,
  }));
