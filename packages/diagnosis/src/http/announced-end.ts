import type { HttpMessage, Side } from '@fivewhys/connections';
import type { Evidence } from '@fivewhys/evidence';
import type { ConnectionSubject } from '../subject.ts';

/** What the last response before a FIN had said of the connection's end. */
export interface AnnouncedEnd {
  readonly response: HttpMessage;
  /** `closes`: it was the last exchange by its own word. `stays`: it left the connection open. `unknown`: its header was not seen whole. */
  readonly word: 'closes' | 'stays' | 'unknown';
  readonly evidence: Evidence;
}

/** @returns undefined when no response was captured, or another end than the responder closed */
export function announcedEnd(
  { connection, input }: ConnectionSubject,
  closer: Side,
  finFrame: number,
): AnnouncedEnd | undefined {
  const response = closer === 'responder' ? connection.spoken?.responder.http : undefined;
  if (response?.kind !== 'response' || response.frame > finFrame || (response.status ?? 0) < 200) return undefined;
  const word = response.isLast === undefined ? 'unknown' : response.isLast ? 'closes' : 'stays';
  return { response, word, evidence: { input, frames: [response.frame], detail: detailOf(response) } };
}

function detailOf({ status, isLast, connection, minorVersion, keepAliveSeconds }: HttpMessage): string {
  const timeout = keepAliveSeconds === undefined ? '' : `, and Keep-Alive: timeout=${keepAliveSeconds}`;
  if (isLast === undefined)
    return `the response ${status}: its header goes on beyond the segment, and with it its word on the connection`;
  if (connection === 'close') return `the response ${status} said Connection: close (RFC 9112 section 9.6)`;
  if (isLast)
    return `the response ${status} is HTTP/1.0 without Connection: keep-alive, and with that the last (RFC 9112 section 9.3)`;
  return connection === 'keep-alive'
    ? `the response ${status} said Connection: keep-alive${timeout}`
    : `the response ${status} is HTTP/1.${minorVersion} without Connection: close: it left the connection open${timeout}`;
}
