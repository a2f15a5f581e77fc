import { listeners } from './counters/listeners.ts';
import { losses } from './counters/losses.ts';
import { oldConnections } from './counters/old-connections.ts';
import { resets } from './counters/resets.ts';
import { tracked } from './counters/tracked.ts';
import { traffic } from './counters/traffic.ts';
import type { Meaning } from './meaning.ts';

/** Every counter whose movement is known to say something, or is often asked about. */
export const counterMeanings: readonly Meaning[] = [
  ...resets,
  ...listeners,
  ...oldConnections,
  ...losses,
  ...traffic,
  ...tracked,
];
