import type { Connection, TlsWords } from '@fivewhys/connections';

export const tls13 = 0x0304;

/** How far a handshake of TLS came, as the capture shows it. */
export interface Handshake {
  readonly client: TlsWords;
  readonly server: TlsWords | undefined;
  /** True when both ends had said their last word of it, false when one had not; undefined when the capture does not tell. */
  readonly isFinished: boolean | undefined;
}

/** The handshake that the originator began; undefined where it did not, or where its beginning was not captured. */
export function handshakeOf({ spoken }: Connection): Handshake | undefined {
  const client = spoken?.originator.tls;
  const server = spoken?.responder.tls;
  if (client === undefined || !client.clientHello) return undefined;
  return { client, server, isFinished: isFinished(client, server) };
}

/**
 * TLS 1.3: the client's first encrypted record is its Finished (RFC 8446 section 2), unless it announced early data. Before: both ends send ChangeCipherSpec and Finished
 * (RFC 5246 section 7.3), and data comes only afterwards.
 */
function isFinished(client: TlsWords, server: TlsWords | undefined): boolean | undefined {
  if (server === undefined || !(server.serverHello || server.helloRetry)) return false;
  if (server.version === tls13 || server.helloRetry) {
    if (client.encryptedAlertFrame !== undefined) return false;
    return client.applicationData ? (client.earlyData ? undefined : true) : false;
  }
  if (client.applicationData && server.applicationData) return true;
  if (server.version === undefined) return undefined;
  return client.changeCipherSpec && server.changeCipherSpec;
}
