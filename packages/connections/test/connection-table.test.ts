import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { ACK, RST, Segment, SYN } from '@fivewhys/capture';
import { describeConnection, Tracker } from '@fivewhys/connections';
import fc from 'fast-check';
import * as layout from '../src/layout.ts';
import { framesOf } from '../src/slot-frames.ts';

const none = new Uint8Array(0);

/** What a connection was when it was released. */
interface Released {
  readonly stream: number;
  readonly port: number;
  readonly frames: number;
  readonly resets: number;
  readonly predecessor: number | undefined;
}

/** A tracker with a single segment to fill, as a reader has it. */
class Feed {
  readonly released: Released[] = [];
  readonly tracker: Tracker;
  readonly #segment = new Segment();
  #frame = 0;

  constructor() {
    // Read from the rows: to describe a million connections takes a minute.
    this.tracker = new Tracker(({ table, exhibits }, slot) => {
      const { words, cold } = table;
      const streamOf = (at: number) => cold[at * layout.coldWords + layout.STREAM] as number;
      const predecessor = cold[slot * layout.coldWords + layout.PREDECESSOR] as number;
      this.released.push({
        stream: streamOf(slot),
        port: words[slot * layout.rowWords + layout.ORIGINATOR_PORT] as number,
        frames: framesOf(table, slot),
        resets: exhibits.of(slot)?.resets.length ?? 0,
        predecessor: predecessor < 0 ? undefined : streamOf(predecessor),
      });
    });
  }

  /** A segment between address and port number `tuple` and one responder. */
  give(tuple: number, instantNs: number, flags: number, sequence: number, fromResponder = false): void {
    const segment = this.#segment;
    this.#frame += 1;
    segment.frame = this.#frame;
    segment.instantNs = instantNs;
    segment.family = 4;
    const [address, port] = [0x0a00_0000 + (tuple >> 14), 40_000 + (tuple & 0x3fff)];
    segment.source3 = fromResponder ? 1 : address;
    segment.destination3 = fromResponder ? address : 1;
    segment.sourcePort = fromResponder ? 80 : port;
    segment.destinationPort = fromResponder ? port : 80;
    segment.flags = flags;
    segment.sequence = sequence;
    segment.acknowledgment = fromResponder ? 1 : 0;
    segment.ttl = 64;
    this.tracker.segment(segment, none);
  }

  end(): readonly Released[] {
    this.tracker.end();
    return this.released.toSorted((a, b) => a.stream - b.stream);
  }
}

/** Streams 0, 1, 2 …, each released once. */
function assertEachOnce(released: readonly Released[], count: number): void {
  assert.equal(released.length, count);
  assert.ok(released.every(({ stream }, index) => stream === index));
}

describe('the table of connections holds', () => {
  test('up to 65,536 to the end of the capture, however long they are closed', () => {
    const feed = new Feed();
    for (let tuple = 0; tuple < 65_536; tuple += 1) {
      feed.give(tuple, tuple * 1e9, SYN, 0);
      feed.give(tuple, tuple * 1e9, RST | ACK, 0, true);
    }
    assert.equal(feed.released.length, 0);
    const released = feed.end();
    assertEachOnce(released, 65_536);
    assert.ok(released.every(({ frames, resets }) => frames === 2 && resets === 1));
  });

  test('beyond that no connection that closed two minutes ago, so that memory does not grow with the capture', () => {
    const feed = new Feed();
    const count = 250_000;
    for (let tuple = 0; tuple < count; tuple += 1) {
      feed.give(tuple, tuple * 10e6, SYN, 0);
      feed.give(tuple, tuple * 10e6, RST | ACK, 0, true);
    }
    assert.ok(feed.tracker.table.used < 90_000, `${feed.tracker.table.used} rows`);
    const released = feed.end();
    assertEachOnce(released, count);
    assert.ok(
      released.every(({ frames, resets }) => frames === 2 && resets === 1),
      'a row that is used again is as new',
    );
    assert.equal(feed.tracker.tallies.evicted, 0);
    assert.equal(feed.tracker.tallies.resetFrames, count);
  });

  test('never more than 131,072: of a flood of SYNs the idle ones are let go, and that is counted', () => {
    const feed = new Feed();
    const count = 300_000;
    for (let tuple = 0; tuple < count; tuple += 1) feed.give(tuple, tuple * 1000, SYN, tuple);
    const { table } = feed.tracker;
    assert.ok(table.used <= 131_072 && table.live <= 131_072, `${table.used} rows, ${table.live} live`);
    feed.give(0, 1e9, ACK, 1); // one of those that were let go
    const released = feed.end();
    assertEachOnce(released, count + 1);
    assert.equal(feed.tracker.tallies.evicted, count + 1 - 131_072);
    assert.equal(released.at(-1)?.predecessor, undefined);
  });

  test('no more when one 4-tuple is used again and again: each reuse has its predecessor as long as there is room', () => {
    const feed = new Feed();
    const count = 300_000;
    for (let use = 0; use < count; use += 1) feed.give(7, use * 1e6, SYN, use * 1000);
    assert.ok(feed.tracker.table.used < 250_000, `${feed.tracker.table.used} rows`);
    const released = feed.end();
    assertEachOnce(released, count);
    assert.ok(released.slice(-60_000).every(({ stream, predecessor }) => predecessor === stream - 1));
    assert.equal(feed.tracker.tallies.evicted, 0, 'none of them could have gone on');
  });

  test('connections that live on while others come and go', () => {
    const feed = new Feed();
    const steady = 500_000;
    feed.give(steady, 0, SYN, 0);
    for (let tuple = 0; tuple < 150_000; tuple += 1) {
      feed.give(tuple, tuple * 10e6, SYN, 0);
      feed.give(tuple, tuple * 10e6, RST | ACK, 0, true);
      if (tuple % 1000 === 0) feed.give(steady, tuple * 10e6, ACK, 1);
    }
    const [first] = feed.end();
    assert.deepEqual([first?.stream, first?.frames, first?.resets], [0, 151, 0]);
  });
});

describe('a connection is found', () => {
  test('among many, from both ends', () => {
    const feed = new Feed();
    const tuples = 50_000;
    for (let round = 0; round < 4; round += 1) {
      for (let tuple = 0; tuple < tuples; tuple += 1)
        feed.give(tuple, round, round === 0 ? SYN : ACK, round === 0 ? 0 : 1, round === 2);
    }
    const released = feed.end();
    assertEachOnce(released, tuples);
    assert.ok(released.every(({ frames, port, stream }) => frames === 4 && port === 40_000 + (stream & 0x3fff)));
  });

  describe('in a moment also among made-up addresses, chosen so that an unseeded hash of them is one and the same:', () => {
    const made: Readonly<Record<string, (index: number) => Partial<Segment>>> = {
      'IPv4, address and port cancelling each other out': (index) => {
        return { family: 4, source3: 0x1234_5678 ^ Math.imul(index, 0x9e37_79b1), sourcePort: index };
      },
      'IPv6, the last words cancelling each other out': (index) => {
        return { family: 6, source0: 0x2001_0db8, source2: index, source3: index ^ 0x5555, sourcePort: 4000 };
      },
    };
    for (const [name, tuple] of Object.entries(made)) {
      test(name, () => {
        const tracker = new Tracker(() => undefined);
        const segment = new Segment();
        const start = process.cpuUsage().user;
        for (let index = 1; index < 65_536; index += 1) {
          Object.assign(segment, { frame: index, flags: SYN, destinationPort: 80, ttl: 64, ...tuple(index) });
          tracker.segment(segment, none);
        }
        tracker.end();
        assert.equal(tracker.tallies.connections, 65_535);
        const elapsedMs = (process.cpuUsage().user - start) / 1000;
        assert.ok(elapsedMs < 5000, `${elapsedMs} ms; it was 50 s`);
      });
    }
  });

  test('by all of its tuple, as a map of texts finds it', () => {
    // Few values, chosen to be alike: equal last words, equal XOR of words, swapped ends.
    const word = fc.constantFrom(0, 1, 2, 3, -1);
    const address = fc.oneof(
      fc.record({ family: fc.constant(4), words: word.map((last) => [0, 0, 0, last]) }, { noNullPrototype: true }),
      fc.record({ family: fc.constant(6), words: fc.tuple(word, word, word, word) }, { noNullPrototype: true }),
    );
    const end = fc.record({ address, port: fc.constantFrom(1, 2, 3, 65_535) }, { noNullPrototype: true });
    const step = fc.record(
      {
        source: end,
        destination: end,
        flags: fc.constantFrom(SYN, SYN, ACK, SYN | ACK, RST),
        sequence: fc.constantFrom(1, 2, 3),
      },
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        // Of an end that talks to itself nobody can say which of the two sent something (streams.test.ts has one).
        const same = steps.filter(
          ({ source, destination }) =>
            source.address.family === destination.address.family && !isDeepStrictEqual(source, destination),
        );
        const seen: number[][] = [];
        const tracker = new Tracker((source, slot) => {
          const { stream, segments, resetFrames } = describeConnection(source, slot, []);
          seen[stream] = [...new Set([...segments.map(({ frame }) => frame), ...resetFrames])].sort((a, b) => a - b);
        });
        for (const [index, { source, destination, flags, sequence }] of same.entries()) {
          const segment = new Segment();
          segment.frame = index + 1;
          segment.instantNs = index * 1e9; // so far apart that nothing is a copy
          segment.family = source.address.family;
          [segment.source0 = 0, segment.source1 = 0, segment.source2 = 0, segment.source3 = 0] = source.address.words;
          [segment.destination0 = 0, segment.destination1 = 0, segment.destination2 = 0, segment.destination3 = 0] =
            destination.address.words;
          [segment.sourcePort, segment.destinationPort] = [source.port, destination.port];
          Object.assign(segment, { flags, sequence, acknowledgment: sequence });
          tracker.segment(segment, none);
        }
        tracker.end();
        const expected = streamsByMap(same);
        assert.deepEqual(
          seen.map((frames) => frames.filter((frame) => isKeptAnyway(frames, frame))),
          expected.map((frames) => frames.filter((frame) => isKeptAnyway(frames, frame))),
        );
      }),
      { numRuns: 150 },
    );
  });
});

interface Step {
  readonly source: { readonly address: { readonly words: readonly number[] }; readonly port: number };
  readonly destination: Step['source'];
  readonly flags: number;
  readonly sequence: number;
}

/** The frames of each stream by the rules of Wireshark, in the plainest way. */
function streamsByMap(steps: readonly Step[]): number[][] {
  const streams: number[][] = [];
  const newest = new Map<string, { stream: number; readonly bases: Map<string, number> }>();
  for (const [index, { source, destination, flags, sequence }] of steps.entries()) {
    const [from, to] = [JSON.stringify(source), JSON.stringify(destination)] as const;
    const key = [from, to].sort().join();
    let entry = newest.get(key);
    const base = entry?.bases.get(from);
    const isSyn = (flags & SYN) !== 0;
    const hasAck = (flags & ACK) !== 0;
    if (entry === undefined || (isSyn && !hasAck && base !== undefined && base !== sequence)) {
      entry = { stream: streams.length, bases: new Map() };
      newest.set(key, entry);
      streams.push([]);
    }
    const { bases } = entry;
    if (!bases.has(from) || (isSyn && hasAck)) bases.set(from, isSyn ? sequence : sequence - 1);
    if (hasAck && !bases.has(to)) bases.set(to, sequence - 1);
    streams[entry.stream]?.push(index + 1);
  }
  return streams;
}

/** The first four frames of a connection and its last sixteen. */
function isKeptAnyway(frames: readonly number[], frame: number): boolean {
  const index = frames.indexOf(frame);
  return index < 4 || index >= frames.length - 16;
}
