import type { Frame } from './frames.ts';

/** What of a packet stays the same on its way through routers and NATs: the numbers of TCP, without addresses, ports and TTL. */
export const packetKey = ({ flags, seq, ack, window, length }: Frame): string =>
  `${flags} ${seq} ${ack} ${window} ${length}`;
