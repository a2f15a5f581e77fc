import type { ReaderContext } from '@fivewhys/capture';
import type { FormatReader } from '../../../packages/capture/src/formats/format.ts';
import { expect } from './expect.ts';
import { PacketDigest } from './packet-digest.ts';
import { type Reading, readInPieces } from './read-in-pieces.ts';
import { RingSum } from './ring-sum.ts';
import { TrackedConnections } from './tracked-connections.ts';

/** Reads an input in one piece and in several, with and without a tracker behind; all have to agree, and what they count has to add up. */
export function checkReader(create: (context: ReaderContext) => FormatReader, input: Uint8Array): Reading {
  const whole = new PacketDigest();
  const reading = readInPieces(create, input, 1, whole);
  checkContext(reading, whole, input);
  for (const pieces of [2, 13]) {
    const digest = new PacketDigest();
    const other = readInPieces(create, input, pieces, digest);
    expect(
      digest.hash === whole.hash,
      `other packets in ${pieces} pieces than in one`,
      whole.segments,
      digest.segments,
    );
    const [inOne, inPieces] = [summary(reading), summary(other)];
    expect(inOne === inPieces, `something else in ${pieces} pieces than in one`, inOne, inPieces);
  }
  if (reading.reader.kind === 'pcap' || reading.reader.kind === 'pcapng') checkLoop(create, input, reading);
  // Making a tracker takes longer than all else; the target `segments` has its own inputs.
  if (whole.segments > 0 && input.length % 64 === 0) {
    const tracked = new TrackedConnections();
    readInPieces(create, input, 1, new PacketDigest(tracked));
    tracked.check();
  }
  return reading;
}

/** What is usual goes through a compiled loop where there is a ring: what it writes has to be what the decoders would have. */
function checkLoop(create: (context: ReaderContext) => FormatReader, input: Uint8Array, reading: Reading): void {
  const byDecoders = new RingSum('decoders');
  readInPieces(create, input, 1, byDecoders);
  for (const pieces of [1, 3]) {
    const byLoop = new RingSum('loop');
    const other = readInPieces(create, input, pieces, byLoop);
    expect(byLoop.hash === byDecoders.hash, `other packets by the compiled loop, in ${pieces} pieces`);
    const [here, there] = [summary(reading), summary(other)];
    expect(here === there, `something else by the compiled loop, in ${pieces} pieces`, here, there);
  }
}

function checkContext({ context, reader }: Reading, digest: PacketDigest, input: Uint8Array): void {
  const { tallies, damage } = context;
  expect(
    tallies.frames === reader.frames,
    'the reader and its tallies differ in frames',
    tallies.frames,
    reader.frames,
  );
  expect(
    tallies.segments === digest.segments,
    'segments that were handed on are not those counted',
    tallies.segments,
    digest.segments,
  );
  // A text may tell of an ICMP error without the segment that it is about.
  const isText = reader.kind === 'tcpdump-text';
  expect(
    isText ? tallies.icmpErrors >= digest.icmpErrors : tallies.icmpErrors === digest.icmpErrors,
    'ICMP errors that were handed on are not those counted',
    tallies.icmpErrors,
    digest.icmpErrors,
  );
  expect(tallies.tcpFrames <= tallies.segments, 'more TCP frames than segments', tallies);
  expect(tallies.frames <= input.length, 'more frames than bytes', tallies.frames);
  const { tcpFrames, icmpErrors, fragmentsHidingTcp, cutHeaders, undecodedFrames, malformedFrames } = tallies;
  const parts = tcpFrames + icmpErrors + fragmentsHidingTcp + cutHeaders + undecodedFrames + malformedFrames;
  expect(parts >= tallies.frames, 'frames that count nowhere', tallies);
  expect(
    damage.places.length <= 50 && damage.places.length <= damage.count,
    'damage without bound',
    damage.places.length,
  );
  expect(malformedFrames <= damage.count, 'malformed frames that are not reported', malformedFrames, damage.count);
  for (const { offsetBytes, reason } of damage.places) {
    expect(
      offsetBytes === undefined || (offsetBytes >= 0 && offsetBytes <= input.length),
      'damage outside of the input',
      offsetBytes,
    );
    expect(reason !== '' && reason.length < 500, 'damage without a reason, or a novel', reason);
  }
  expect(context.comments.length <= 1000, 'comments without bound', context.comments.length);
  expect(context.names.length <= input.length, 'names without bound', context.names.length);
  expect(typeof reader.baseInstantNs === 'bigint', 'no base instant', String(reader.baseInstantNs));
  expect(
    Number.isFinite(context.droppedPackets) && context.droppedPackets >= 0,
    'dropped packets are no number',
    context.droppedPackets,
  );
}

/** All that a reading leaves behind besides packets. */
function summary({ context, reader }: Reading): string {
  const { tallies, damage, interfaces, names, comments, droppedPackets } = context;
  const { frames, clock } = reader;
  const places = [damage.count, damage.places];
  return JSON.stringify([
    tallies,
    places,
    interfaces,
    names,
    comments,
    droppedPackets,
    frames,
    clock,
    String(reader.baseInstantNs),
  ]);
}
