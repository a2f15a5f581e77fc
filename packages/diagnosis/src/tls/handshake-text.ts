import type { Connection } from '@fivewhys/connections';
import type { Evidence } from '@fivewhys/evidence';
import { type Handshake, handshakeOf } from './handshake.ts';

/** How far the handshake of TLS was before a frame; undefined where none was under way. */
export function handshakeText(
  connection: Connection,
  beforeFrame: number,
): Pick<Evidence, 'frames' | 'detail'> | undefined {
  const handshake = handshakeOf(connection);
  if (handshake === undefined || handshake.client.frame >= beforeFrame) return undefined;
  const { client, server } = handshake;
  return {
    frames: [client.frame, ...(server === undefined ? [] : [server.frame])].filter((frame) => frame < beforeFrame),
    detail: `TLS: ${stageText(handshake)}`,
  };
}

/** `ClientHello for example.org` */
export function clientHelloText({ client }: Pick<Handshake, 'client'>): string {
  return `ClientHello${client.serverName === undefined ? '' : ` for ${client.serverName}`}`;
}

/** What each end had said last, in the words of the RFCs. */
export function stageText(handshake: Handshake): string {
  const { client, server, isFinished } = handshake;
  const hello = clientHelloText(handshake);
  if (isFinished === true) return `${hello}; the handshake was finished`;
  if (server === undefined || !(server.serverHello || server.helloRetry)) return `${hello}, and no ServerHello`;
  const last = client.clientKeyExchange
    ? 'the originator had sent its key exchange'
    : client.encryptedAlertFrame !== undefined
      ? 'the originator had sent an encrypted alert'
      : `no handshake message of the originator after ${server.helloRetry && !server.serverHello ? 'the HelloRetryRequest' : 'the ServerHello'}`;
  return isFinished === undefined
    ? `${hello}, answered by a ServerHello; whether the handshake was finished can't be told`
    : `${hello}, answered by a ${server.serverHello ? 'ServerHello' : 'HelloRetryRequest'}; ${last}, and the handshake was not finished`;
}
