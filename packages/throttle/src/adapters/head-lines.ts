import { IncomingMessage, type OutgoingHttpHeader, type OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

export type WriteHead = (
  status: number,
  message?: string | OutgoingHttpHeaders | OutgoingHttpHeader[],
  headers?: OutgoingHttpHeaders | OutgoingHttpHeader[],
) => ServerResponse;

/**
 * Whether this Node.js keeps the head of a response of HTTP/1, once it is written and until it is sent, as text in `_header`: there the frameworks, too, look whether it is
 * written. Where that is not so, headers go the usual way.
 */
export const keepsHead = ((): boolean => {
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  response.writeHead(204);
  const head = headOf(response);
  return typeof head === 'string' && head.startsWith('HTTP/1.1 204 ') && head.endsWith('\r\n\r\n');
})();

function headOf(response: object): unknown {
  return Reflect.get(response, '_header');
}

/**
 * Adds our headers to a response whose head is written but not yet sent. Node.js checks and copies each header that `writeHead` is given, which for six of them takes as long as
 * everything else that the throttle does to a small request; ours are known to be right.
 */
export function addHeadLines(response: object, added: Readonly<Record<string, string>>): void {
  const head = headOf(response);
  if (typeof head !== 'string') return;
  let lines = head.slice(0, -2);
  for (const name in added) lines += `${name}: ${added[name]}\r\n`;
  Reflect.set(response, '_header', `${lines}\r\n`);
}

type Given = OutgoingHttpHeaders | OutgoingHttpHeader[];

/** The usual way. What is given is not changed: an application may use one object for all its responses. */
export function withHeaders(given: unknown, added: Readonly<Record<string, string>>): Given {
  if (Array.isArray(given)) {
    const pairs = Object.entries(added);
    return Array.isArray(given[0]) ? [...given, ...(pairs as never[])] : [...given, ...pairs.flat()];
  }
  return typeof given === 'object' && given !== null ? { ...given, ...added } : { ...added };
}
