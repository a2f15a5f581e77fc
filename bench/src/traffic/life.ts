import type { Traffic } from './traffic.ts';

const handshakeAndCloseFrames = 6.5;
const framesPerRequest = 2.2;
const framesPerSegment = 1.5;
const framesPerExchange = 20;
const mostTimesTheMean = 6;
const shortLifeShare = 0.3;

/** How long a connection lives, how much it carries, and how fast: drawn once when it begins. */
export interface Life {
  readonly exchanges: number;
  readonly segmentsPerExchange: number;
  /** Idle time after each exchange. */
  readonly idleUs: number;
  /** Time between two segments of a response. */
  readonly paceUs: number;
}

/**
 * Three connections of ten do one exchange and close; the others are kept alive for 40 to 90 seconds. At 320 new connections a second
 * that keeps about 14,000 open, whatever the number of connections in the capture.
 */
export function drawLife(traffic: Traffic): Life {
  const { random } = traffic;
  const frames = traffic.meanFrames * Math.min(0.25 + random.exponential(0.75), mostTimesTheMean);
  const short = random.chance(shortLifeShare);
  const exchanges = short ? 1 : Math.max(2, Math.round(frames / framesPerExchange));
  const segments = (frames - handshakeAndCloseFrames - exchanges * framesPerRequest) / framesPerSegment;
  return {
    exchanges,
    segmentsPerExchange: Math.max(0.3, segments / exchanges),
    idleUs: short ? random.between(1_000, 500_000) : random.between(40e6, 90e6) / exchanges,
    paceUs: random.between(300, 3_000),
  };
}
