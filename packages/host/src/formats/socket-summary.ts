import { quoteOf } from '../line.ts';
import type { SocketSummary } from '../part.ts';
import type { PartFormat } from './format.ts';

/** `TCP:   28 (estab 3, closed 21, orphaned 1, timewait 1)`; in older versions `synrecv 0, timewait 1/0), ports 4`. */
const row =
  /^TCP: {1,6}\d{1,10} \(estab (\d{1,10}), closed (\d{1,10}), orphaned (\d{1,10})(?:, synrecv \d{1,10})?, timewait (\d{1,10})(?:\/\d{1,10})?\)(?:, ports \d{1,10})?$/;

/** The TCP line of `ss -s`. Source: iproute2, misc/ss.c, print_summary. */
export const socketSummary: PartFormat = {
  name: 'socket-summary',
  marks: ['(estab 0'],
  begins: ({ text }) => row.test(text),
  open() {
    let found: Pick<SocketSummary, 'tcp' | 'line' | 'quote'> | undefined;
    return {
      take(line) {
        const match = row.exec(line.text);
        if (match === null || found !== undefined) return false;
        const [established = 0, closed = 0, orphaned = 0, timeWait = 0] = match.slice(1).map(Number);
        found = { tcp: { established, closed, orphaned, timeWait }, line: line.number, quote: quoteOf(line.text) };
        return true;
      },
      end: (origin) => (found === undefined ? undefined : { kind: 'socket-summary', ...found, ...origin }),
    };
  },
};
