import type { Socket } from 'node:net';

/** How far a connection was when a request began. */
export interface ByteMarks {
  readonly socket: Socket;
  readonly read: number;
  readonly written: number;
}

/** What earlier requests of a connection were charged: with keep-alive the head of a request was read before anybody could mark it. */
const charged = new WeakMap<Socket, { read: number; written: number }>();

export function markBytes(socket: Socket): ByteMarks {
  const before = charged.get(socket);
  return { socket, read: before?.read ?? 0, written: before?.written ?? 0 };
}

/**
 * Bytes of the request and its response, on the wire but without TLS's own, heads included. Of requests that are pipelined the first gets what was read of the others.
 */
export function bytesSince({ socket, read, written }: ByteMarks): {
  readonly bytesIn: number;
  readonly bytesOut: number;
} {
  const { bytesRead, bytesWritten } = socket;
  charged.set(socket, { read: bytesRead, written: bytesWritten });
  return { bytesIn: bytesRead - read, bytesOut: bytesWritten - written };
}
