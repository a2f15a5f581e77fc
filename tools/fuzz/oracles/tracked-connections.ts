import { type IcmpError, type PacketSink, RST, type Segment } from '@fivewhys/capture';
import { type Connection, describeConnection, glanceAt, Tracker } from '@fivewhys/connections';
import { expect } from './expect.ts';

/** Of one connection no more are listed. */
const mostResetFrames = 100_000;

/** Feeds a tracker, and checks at the end that it lost nothing and counted nothing twice. */
export class TrackedConnections implements PacketSink {
  readonly #tracker: Tracker;
  readonly #connections: Connection[] = [];
  readonly #resetFrames: number[] = [];
  #segments = 0;
  #malformed = 0;
  #icmpErrors = 0;

  constructor() {
    this.#tracker = new Tracker((tracker, slot) => {
      this.#connections.push(describeConnection(tracker, slot, []));
      glanceAt(tracker, slot);
    });
  }

  segment(segment: Segment, bytes: Uint8Array): void {
    this.#segments += 1;
    if (segment.malformed !== 0) this.#malformed += 1;
    else if ((segment.flags & RST) !== 0) this.#resetFrames.push(segment.frame);
    this.#tracker.segment(segment, bytes);
  }

  icmpError(error: IcmpError): void {
    this.#icmpErrors += 1;
    this.#tracker.icmpError(error);
  }

  check(): readonly Connection[] {
    this.#tracker.end();
    const connections = this.#connections.toSorted((a, b) => a.stream - b.stream);
    const { tallies } = this.#tracker;
    expect(
      connections.length === tallies.connections,
      'connections that were not released',
      connections.length,
      tallies,
    );
    expect(
      connections.every(({ stream }, index) => stream === index),
      'a stream is missing, or there twice',
    );
    const sum = (count: (connection: Connection) => number) =>
      connections.reduce((total, one) => total + count(one), 0);
    expect(
      sum(({ frames }) => frames) === this.#segments,
      'frames of connections are not all segments',
      this.#segments,
    );
    expect(sum(({ copies }) => copies) === tallies.copies, 'copies differ', tallies.copies);
    expect(
      tallies.resetFrames === this.#resetFrames.length,
      'RSTs that do not count once',
      tallies.resetFrames,
      this.#resetFrames.length,
    );
    const listed = connections.flatMap(({ resetFrames }) => resetFrames).sort((a, b) => a - b);
    const handed = this.#resetFrames.sort((a, b) => a - b);
    const isListed = connections.every(({ resetFrames }) => resetFrames.length < mostResetFrames);
    expect(
      !isListed || JSON.stringify(listed) === JSON.stringify(handed),
      'the frames of RSTs are others',
      listed,
      handed,
    );
    const sent = sum(({ half }) => half.originator.segments + half.responder.segments);
    const counted = this.#segments - this.#malformed;
    const plain = sent + tallies.resetFrames;
    expect(
      plain <= counted && counted <= plain + tallies.copies,
      'segments that count nowhere, or twice',
      sent,
      tallies,
      counted,
    );
    const joined = sum(({ icmpErrors }) => icmpErrors.length) + tallies.unmatchedIcmpErrors;
    expect(
      tallies.icmpErrors === this.#icmpErrors && joined <= this.#icmpErrors,
      'ICMP errors differ',
      tallies,
      joined,
    );
    for (const connection of connections) checkConnection(connection);
    return connections;
  }
}

function checkConnection(connection: Connection): void {
  const { half, resets, segments, history, ending, stream } = connection;
  for (const side of [half.originator, half.responder]) {
    for (const [field, value] of Object.entries(side)) {
      // An instant may lie before the base: a frame captured before the first one of the file.
      const isRight =
        typeof value !== 'number' || (Number.isFinite(value) && (value >= 0 || field.endsWith('InstantNs')));
      expect(isRight, 'a number of a half makes no sense', stream, field, value);
    }
    expect(side.dataSegments <= side.segments, 'more data segments than segments', stream, side);
  }
  expect(/^\^?[SHADFRTWGQ]*$/i.test(history) && history.length <= 21, 'a history of unknown letters', history);
  expect(new Set(history).size === history.length, 'a letter twice in a history', history);
  expect(ending !== undefined, 'no ending', stream);
  expect(
    resets.length <= 17 && segments.length <= 100,
    'resets or segments without bound',
    resets.length,
    segments.length,
  );
  expect(
    segments.every(({ frame }, index) => index === 0 || frame >= (segments[index - 1]?.frame ?? 0)),
    'segments in disorder',
    stream,
  );
  for (const { effectBecause, kind, deviations, payload } of resets) {
    expect(effectBecause !== '' && payload.length <= 256, 'a RST without a reason', stream);
    expect(kind !== 'other' || deviations.length > 0, 'a RST of no kind that deviates in nothing', stream);
  }
}
