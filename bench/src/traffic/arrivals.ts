import type { Script } from './script.ts';
import type { Shape } from './shape.ts';
import { acceptedReuse } from './shapes/accepted-reuse.ts';
import { resetShapes } from './shapes/index.ts';
import { ordinary } from './shapes/ordinary.ts';
import type { Traffic } from './traffic.ts';

const connectionsPerSecond = 320;
const meanGapUs = 1e6 / connectionsPerSecond;
const oneReuseInConnections = 200;

/** Starts connections at random instants until there are `connections`. In each block of `oneResetIn` connections one is reset. */
export function* arrivals(traffic: Traffic, connections: number, oneResetIn: number): Script {
  const { random } = traffic;
  const drawReset = (block: number): number => block * oneResetIn + random.integer(0, oneResetIn - 1);
  const drawReuse = (block: number): number => block * oneReuseInConnections + random.integer(0, 99);
  let resets = 0;
  let reuses = 0;
  let resetAt = drawReset(0);
  let reuseAt = drawReuse(0);
  let started = 0;
  while (started < connections) {
    let shape: Shape = ordinary;
    if (started >= resetAt) {
      shape = resetShapes[resets % resetShapes.length] as Shape;
      resets += 1;
      resetAt = drawReset(resets);
    } else if (started >= reuseAt) {
      shape = acceptedReuse;
      reuses += 1;
      reuseAt = drawReuse(reuses);
    }
    if (started + shape.streams > connections) shape = ordinary;
    traffic.schedule.start(shape.script(traffic));
    started += shape.streams;
    yield random.exponential(meanGapUs * shape.streams);
  }
}
