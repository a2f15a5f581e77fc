import type { Finding } from '@fivewhys/evidence';
import { fromOriginator, fromResponder } from './segments.ts';

export const refused = (second: string, port: number) => [
  ...fromOriginator(`${second}.000000`, 'Flags [S], seq 7000, win 64240, options [mss 1460]', 20, port),
  ...fromResponder(`${second}.000100`, 'Flags [R.], seq 0, ack 7001, win 0', 0, 62, port),
];
export const abort = (at: string, { seq = 5051, port = 40_000, ttl = 62 } = {}) =>
  fromResponder(at, `Flags [R.], seq ${seq}, ack 1101, win 501, options [TS val 99 ecr 3]`, 79, ttl, port);
export const because = (list: Finding['ruledOut'], cause: string) =>
  list.find((named) => named.cause === cause)?.because ?? '';
export const byStream = (findings: readonly Finding[], stream: number) =>
  findings.find(({ subjects }) => subjects.some((subject) => subject.stream === stream));
