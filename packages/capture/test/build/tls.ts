import { ascii, type Bytes, join, u16 } from './bytes.ts';

/** A TLS record. */
export function tlsRecord(type: number, body: Bytes, version = 0x0303): Uint8Array {
  return join([type], u16(version), u16(body.length), body);
}

/** A handshake message. */
export function handshake(type: number, body: Bytes): Uint8Array {
  return join([type, 0], u16(body.length), body);
}

function extension(type: number, body: Bytes): Uint8Array {
  return join(u16(type), u16(body.length), body);
}

export interface Hello {
  readonly serverName?: string;
  /** supported_versions, beside the 1.2 of the message itself. */
  readonly versions?: readonly number[];
  readonly earlyData?: boolean;
}

const random = new Uint8Array(32).fill(7);

export function clientHello({ serverName, versions, earlyData }: Hello = {}): Uint8Array {
  const extensions = join(
    ...(serverName === undefined
      ? []
      : [extension(0, join(u16(serverName.length + 3), [0], u16(serverName.length), ascii(serverName)))]),
    ...(versions === undefined ? [] : [extension(43, join([versions.length * 2], ...versions.map(u16)))]),
    ...(earlyData === true ? [extension(42, [])] : []),
  );
  const body = join(u16(0x0303), random, [0], u16(2), u16(0x1301), [1, 0], u16(extensions.length), extensions);
  return tlsRecord(22, handshake(1, body), 0x0301);
}

/** @param version the one that is chosen */
export function serverHello(version: number): Uint8Array {
  const extensions = version === 0x0304 ? extension(43, u16(version)) : new Uint8Array(0);
  const body = join(u16(Math.min(version, 0x0303)), random, [0], u16(0x1301), [0], u16(extensions.length), extensions);
  return tlsRecord(22, handshake(2, body));
}

export const serverHelloDone = tlsRecord(22, handshake(14, []));
export const changeCipherSpec = tlsRecord(20, [1]);

export function alert(level: number, description: number): Uint8Array {
  return tlsRecord(21, [level, description]);
}
