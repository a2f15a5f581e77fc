import type { Frame } from '../frames/frames.ts';

/** A frame of which only what matters is given. */
export const frame = (given: Partial<Frame>): Frame => ({
  number: 1,
  stream: 0,
  seconds: 0,
  from: '10.83.1.2.4000',
  to: '10.83.9.2.8080',
  ttl: 64,
  ipId: 0,
  flags: '.',
  seq: 0,
  ack: 0,
  window: 500,
  options: '',
  length: 0,
  ...given,
});
