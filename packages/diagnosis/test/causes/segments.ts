/** Lines as `tcpdump -v -nn -S` prints them, for a connection of 192.0.2.1:40000 (TTL 64) with 192.0.2.2:80 (TTL 62). */

export const there = '192.0.2.1.40000 > 192.0.2.2.80:';
export const back = '192.0.2.2.80 > 192.0.2.1.40000:';

/** @param at seconds within the minute, such as `00.010000` */
export function line(at: string, ttl: number, id: number, segment: string): string[] {
  return [
    `10:00:${at} IP (tos 0x0, ttl ${ttl}, id ${id}, offset 0, flags [DF], proto TCP (6), length 52)`,
    `    ${segment.replace('], ', '], cksum 0x1 (correct), ')}, length ${lengthOf(segment)}`,
  ];
}

export const fromOriginator = (at: string, segment: string, id = 10, port = 40_000): string[] =>
  line(at, 64, id, `${there.replace('40000', String(port))} ${segment}`);
export const fromResponder = (at: string, segment: string, id = 77, ttl = 62, port = 40_000): string[] =>
  line(at, ttl, id, `${back.replace('40000', String(port))} ${segment}`);

/** A handshake at second 0 (ISNs 1000 and 5000), a request of 100 bytes and, unless told otherwise, its answer of 50: the next numbers are 1101 and 5051. */
export function opening({ answered = true, port = 40_000, second = '00' } = {}): string[] {
  return [
    ...fromOriginator(
      `${second}.000000`,
      'Flags [S], seq 1000, win 64240, options [mss 1460,TS val 1 ecr 0]',
      10,
      port,
    ),
    ...fromResponder(
      `${second}.010000`,
      'Flags [S.], seq 5000, ack 1001, win 64240, options [mss 1460,TS val 7 ecr 1]',
      0,
      62,
      port,
    ),
    ...fromOriginator(`${second}.010100`, 'Flags [.], ack 5001, win 501, options [TS val 2 ecr 7]', 11, port),
    ...fromOriginator(
      `${second}.011000`,
      'Flags [P.], seq 1001:1101, ack 5001, win 501, options [TS val 3 ecr 7]',
      12,
      port,
    ),
    ...fromResponder(`${second}.021000`, 'Flags [.], ack 1101, win 501, options [TS val 8 ecr 3]', 77, 62, port),
    ...(answered
      ? [
          ...fromResponder(
            `${second}.022000`,
            'Flags [P.], seq 5001:5051, ack 1101, win 501, options [TS val 8 ecr 3]',
            78,
            62,
            port,
          ),
          ...fromOriginator(`${second}.022100`, 'Flags [.], ack 5051, win 501, options [TS val 4 ecr 8]', 13, port),
        ]
      : []),
  ];
}

/**
 * A long answer to the request of `opening({ answered: false })`, and after it one ACK for each of its 20 segments: more than are kept of a connection before a RST,
 * so that none of the answer is. The next numbers are 1101 and 33961.
 */
export function longAnswer(): string[] {
  const segments = Array.from({ length: 20 }, (_, index) => 5001 + index * 1448);
  return [
    ...segments.flatMap((seq, index) =>
      fromResponder(
        `00.0${300 + index}00`,
        `Flags [.], seq ${seq}:${seq + 1448}, ack 1101, win 501, options [TS val 9 ecr 3]`,
        79 + index,
      ),
    ),
    ...segments.flatMap((seq, index) =>
      fromOriginator(
        `00.0${400 + index}00`,
        `Flags [.], ack ${seq + 1448}, win 501, options [TS val 5 ecr 9]`,
        20 + index,
      ),
    ),
  ];
}

function lengthOf(segment: string): number {
  const range = /seq (\d+):(\d+)/.exec(segment);
  return range === null ? 0 : Number(range[2]) - Number(range[1]);
}
