import type { CaptureWriter } from './capture-writer.ts';
import type { Random } from './random.ts';
import type { Schedule } from './schedule.ts';
import type { ResetTruth } from './truth.ts';

/** What all connections of one capture share: the wire, simulated time, chance, and the count of what was put in. */
export class Traffic {
  readonly writer: CaptureWriter;
  readonly schedule: Schedule;
  readonly random: Random;
  /** How many frames an ordinary connection has on average. */
  readonly meanFrames: number;
  originators = 0;
  streams = 0;
  openConnections = 0;
  peakOpenConnections = 0;
  lastStream = -1;
  sameConnectionFrames = 0;
  retransmissions = 0;
  reordered = 0;
  selectiveAcks = 0;
  acceptedReuses = 0;
  readonly resets: ResetTruth[] = [];

  constructor(writer: CaptureWriter, schedule: Schedule, random: Random, meanFrames: number) {
    this.writer = writer;
    this.schedule = schedule;
    this.random = random;
    this.meanFrames = meanFrames;
  }

  /** Numbers a connection by its first frame. */
  open(): number {
    this.openConnections += 1;
    if (this.openConnections > this.peakOpenConnections) this.peakOpenConnections = this.openConnections;
    this.streams += 1;
    return this.streams - 1;
  }

  close(): void {
    this.openConnections -= 1;
  }
}
