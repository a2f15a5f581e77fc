import { arrivals } from './arrivals.ts';
import type { ByteSink } from './byte-sink.ts';
import { CaptureWriter } from './capture-writer.ts';
import { Payload } from './payload.ts';
import { Random } from './random.ts';
import { Schedule } from './schedule.ts';
import { Traffic } from './traffic.ts';
import type { ResetTruth, ShapeTruth, Truth } from './truth.ts';

export interface TrafficOptions {
  readonly connections: number;
  /** How many frames there should be; the number that came out is in the truth. */
  readonly packets: number;
  readonly seed: number;
  readonly snaplenBytes: number;
  readonly oneResetIn: number;
}

/** Writes a capture to `sink` and returns what is in it. The same options give the same bytes. */
export function generateTraffic(options: TrafficOptions, sink: ByteSink): Truth {
  const random = new Random(options.seed);
  const writer = new CaptureWriter(sink, new Payload(random), options.snaplenBytes);
  const schedule = new Schedule();
  const traffic = new Traffic(writer, schedule, random, options.packets / options.connections);
  schedule.start(arrivals(traffic, options.connections, options.oneResetIn));
  schedule.run();
  writer.flush();

  const resets = traffic.resets.toSorted((one, other) => one.stream - other.stream);
  return {
    version: 1,
    seed: options.seed,
    snaplenBytes: options.snaplenBytes,
    frames: writer.frames,
    fileBytes: writer.bytes,
    connections: traffic.streams,
    peakOpenConnections: traffic.peakOpenConnections,
    durationMs: Math.floor(schedule.nowUs / 1_000),
    sameConnectionShare: traffic.sameConnectionFrames / writer.frames,
    retransmissions: traffic.retransmissions,
    reordered: traffic.reordered,
    selectiveAcks: traffic.selectiveAcks,
    acceptedReuses: traffic.acceptedReuses,
    resetConnections: resets.length,
    resetFrames: resets.reduce((sum, reset) => sum + reset.resetFrames.length, 0),
    shapes: countShapes(resets),
    resets,
  };
}

function countShapes(resets: readonly ResetTruth[]): Record<string, ShapeTruth> {
  const shapes: Record<string, ShapeTruth> = {};
  for (const { shape, cause, resetFrames } of resets) {
    const before = shapes[shape] ?? { cause, connections: 0, resetFrames: 0 };
    shapes[shape] = {
      cause,
      connections: before.connections + 1,
      resetFrames: before.resetFrames + resetFrames.length,
    };
  }
  return shapes;
}
