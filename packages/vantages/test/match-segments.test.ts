import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ACK, FIN, PSH, RST } from '@fivewhys/capture';
import fc from 'fast-check';
import { matchSegments, type Shift } from '../src/match-segments.ts';
import type { SeenSegment } from '../src/seen-segment.ts';
import { segment } from './made-up-segments.ts';

/** What a made-up network does to one packet. */
interface Fate {
  readonly lost: boolean;
  readonly twice: boolean;
  readonly delayNs: number;
}

/** One thing that the sender does: new data, the same data again, or an acknowledgment. */
interface Step {
  readonly kind: 'new' | 'again' | 'ack';
  readonly bytes: number;
  readonly pick: number;
  readonly fate: Fate;
}

const fate = fc.record({
  lost: fc.integer({ min: 0, max: 4 }).map((number) => number === 0),
  twice: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
  delayNs: fc.integer({ min: 1e6, max: 4e6 }),
});
const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('new', 'new', 'again', 'ack'),
  bytes: fc.integer({ min: 1, max: 3000 }),
  pick: fc.nat(),
  fate,
});
/** Three packets that arrive: where nothing else tells alike ones apart, how long packets take is known by them. */
const beginning: readonly Step[] = [1, 2, 3].map((bytes) => ({
  kind: 'new',
  bytes,
  pick: 0,
  fate: { lost: false, twice: false, delayNs: 2e6 },
}));
const world: fc.Arbitrary<World> = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 60 }).map((steps) => [...beginning, ...steps]),
  offsetNs: fc.integer({ min: -1e15, max: 1e15 }),
  driftPpm: fc.integer({ min: -100, max: 100 }),
  shift: fc.record({ sequence: fc.nat(2 ** 32 - 1), acknowledgment: fc.nat(2 ** 32 - 1) }),
  isn: fc.nat(2 ** 32 - 1),
  identified: fc.constantFrom('ip-id', 'timestamps', 'order and time'),
});

/** Sends every 50 ms, which no made-up delay comes near. */
const everyNs = 50e6;

interface World {
  readonly steps: readonly Step[];
  readonly offsetNs: number;
  readonly driftPpm: number;
  readonly shift: Shift;
  readonly isn: number;
  readonly identified: 'ip-id' | 'timestamps' | 'order and time';
}

function play({ steps, offsetNs, driftPpm, shift, isn, identified }: World) {
  const before: SeenSegment[] = [];
  const arrivals: { readonly at: number; readonly origin: number; readonly segment: SeenSegment }[] = [];
  const data: { readonly sequence: number; readonly bytes: number }[] = [];
  let next = 0;
  for (const [index, { kind, bytes, pick, fate }] of steps.entries()) {
    const again = kind === 'again' ? data[pick % Math.max(1, data.length)] : undefined;
    const payloadBytes = kind === 'ack' ? 0 : (again?.bytes ?? bytes);
    const relative = kind === 'ack' ? next : (again?.sequence ?? next);
    if (kind !== 'ack' && again === undefined) {
      data.push({ sequence: next, bytes });
      next += bytes;
    }
    const sent = segment({
      frame: index + 1,
      instantNs: index * everyNs,
      sequence: (isn + relative) >>> 0,
      acknowledgment: kind === 'ack' ? 5000 + index : 5000,
      payloadBytes,
      ipId: identified === 'ip-id' ? index + 1 : -1,
      options: identified === 'order and time' ? 0 : 0x10,
      timestampValue: identified === 'order and time' ? 0 : index * 50,
    });
    before.push(sent);
    if (fate.lost) continue;
    const at = sent.instantNs + fate.delayNs;
    const arrived = {
      ...sent,
      sequence: (sent.sequence + shift.sequence) >>> 0,
      acknowledgment: (sent.acknowledgment + shift.acknowledgment) >>> 0,
      instantNs: at * (1 + driftPpm / 1e6) + offsetNs,
      ttl: 61,
    };
    arrivals.push({ at, origin: index, segment: arrived });
    // Copies of packets that nothing tells apart from what was sent again can't be told.
    if (fate.twice && identified === 'ip-id') arrivals.push({ at: at + 10, origin: index, segment: arrived });
  }
  arrivals.sort((a, b) => a.at - b.at);
  return { before, arrivals };
}

describe('segments at two places', () => {
  it('are matched so that exactly what was lost is missing, whatever the clocks say', () => {
    fc.assert(
      fc.property(world, (made) => {
        const { before, arrivals } = play(made);
        const after = arrivals.map(({ segment }, index) => ({ ...segment, frame: index + 1 }));
        const { links, unseenAfter, unseenBefore } = matchSegments(before, after, made.shift);
        for (const link of links) assert.equal(arrivals[link.after]?.origin, link.before);
        const lost = made.steps.flatMap(({ fate }, index) => (fate.lost ? [index] : []));
        assert.deepEqual(
          [...unseenAfter.keys()].sort((a, b) => a - b),
          lost,
        );
        assert.equal(unseenBefore.size, arrivals.length - (before.length - lost.length));
      }),
      { numRuns: 500 },
    );
  });

  it('have a RST that was made between them among the unseen, and no other', () => {
    fc.assert(
      fc.property(world, fc.nat(), fc.nat(2 ** 32 - 1), (made, place, sequence) => {
        const { before, arrivals } = play({ ...made, identified: 'ip-id', steps: made.steps.map(whole) });
        const at = place % (arrivals.length + 1);
        const forged = segment({ flags: RST, sequence, options: 0, instantNs: arrivals[at]?.segment.instantNs ?? 0 });
        const after = arrivals.map(({ segment }) => segment).toSpliced(at, 0, forged);
        const { unseenAfter, unseenBefore } = matchSegments(before, after, made.shift);
        assert.deepEqual([[...unseenBefore.keys()], unseenAfter.size], [[at], 0]);
      }),
    );
  });

  it('are matched by their bytes where cards cut and merge them, and the missing bytes are counted', () => {
    const burst = fc.array(fc.record({ bytes: fc.integer({ min: 1, max: 1448 }), lost: fc.boolean() }), {
      minLength: 1,
      maxLength: 10,
    });
    fc.assert(
      fc.property(fc.array(burst, { minLength: 1, maxLength: 12 }), fc.nat(2 ** 32 - 1), (bursts, isn) => {
        const before: SeenSegment[] = [];
        const after: SeenSegment[] = [];
        const missing: number[] = [];
        let next = isn;
        for (const [index, pieces] of bursts.entries()) {
          const bytes = pieces.reduce((sum, piece) => sum + piece.bytes, 0);
          const common = { timestampValue: index * 10, instantNs: index * everyNs };
          // One large segment is handed to the card, which cuts it; behind the loss what adjoins is merged again.
          before.push(segment({ ...common, sequence: next >>> 0, payloadBytes: bytes }));
          missing.push(pieces.reduce((sum, piece) => sum + (piece.lost ? piece.bytes : 0), 0));
          let start = next;
          let merged = 0;
          for (const piece of [...pieces, { bytes: 0, lost: true }]) {
            if (piece.lost) {
              if (merged > 0) after.push(segment({ ...common, sequence: start >>> 0, payloadBytes: merged }));
              start += merged + piece.bytes;
              merged = 0;
            } else merged += piece.bytes;
          }
          next += bytes;
        }
        const { unseenAfter, unseenBefore } = matchSegments(before, after);
        assert.equal(unseenBefore.size, 0);
        assert.deepEqual(
          before.map((_, index) => unseenAfter.get(index) ?? 0),
          missing,
        );
      }),
      { numRuns: 300 },
    );
  });

  it('are the same packet where a router took the timestamps out or gave other IP IDs', () => {
    const before = [1, 2, 3].map((index) =>
      segment({ sequence: index * 100, payloadBytes: 100, ipId: index, timestampValue: index }),
    );
    const stripped = before.map((one) => ({ ...one, options: 0, timestampValue: 0, ipId: 0 }));
    assert.deepEqual(
      matchSegments(before, stripped).links.map(({ before, after, whole }) => [before, after, whole]),
      [0, 1, 2].map((index) => [index, index, true]),
    );
    const renumbered = before.map((one) => ({ ...one, ipId: one.ipId + 700 }));
    assert.equal(matchSegments(before, renumbered).unseenAfter.size, 0);
  });

  it('are told apart by timestamps: what was sent again and arrived is not what was lost first', () => {
    const first = segment({ sequence: 1, payloadBytes: 10, timestampValue: 1 });
    const again = segment({ sequence: 1, payloadBytes: 10, timestampValue: 300, instantNs: 3e8 });
    const { links, unseenAfter } = matchSegments([first, again], [{ ...again, instantNs: 9e9 }]);
    assert.deepEqual([links, [...unseenAfter]], [[{ before: 1, after: 0, whole: true }], [[0, 10]]]);
  });

  it('count a FIN as a byte: data that was sent again with the FIN behind it has arrived whole', () => {
    const sent = [segment({ sequence: 1, payloadBytes: 10, flags: FIN | PSH | ACK })];
    const arrived = [segment({ sequence: 1, payloadBytes: 10 }), segment({ sequence: 11, flags: FIN | ACK })];
    assert.equal(matchSegments(sent, arrived).unseenAfter.size, 0);
    assert.deepEqual([...matchSegments(sent, arrived.slice(0, 1)).unseenAfter], [[0, 1]]);
  });
});

function whole(one: Step): Step {
  return { ...one, fate: { ...one.fate, lost: false, twice: false } };
}
