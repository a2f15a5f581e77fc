import type { Readable } from 'node:stream';

/** The headers that a program of the Common Gateway Interface writes before its answer. */
export interface CgiHead {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Reads the head off a stream and leaves the rest in it. A program that ends before it has said anything answers 500. */
export async function readCgiHead(stream: Readable): Promise<CgiHead> {
  let head = '';
  while (true) {
    const chunk = stream.read() as Buffer | null;
    if (chunk !== null) {
      head += chunk.toString('latin1');
      const end = /\r?\n\r?\n/.exec(head);
      if (end !== null) {
        stream.unshift(Buffer.from(head.slice(end.index + end[0].length), 'latin1'));
        return parsed(head.slice(0, end.index));
      }
    } else if (stream.readableEnded || stream.destroyed) return { status: 500, headers: {} };
    else await more(stream);
  }
}

function more(stream: Readable): Promise<void> {
  return new Promise((resolve) => {
    const events = ['readable', 'end', 'close', 'error'];
    const done = (): void => {
      for (const event of events) stream.off(event, done);
      resolve();
    };
    for (const event of events) stream.on(event, done);
  });
}

/** @param text lines `Name: value`; `Status: 404 Not Found` is the status, 200 without it (RFC 3875, 6.3.3). */
function parsed(text: string): CgiHead {
  const headers: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  const { status = '200', ...rest } = headers;
  return { status: Number.parseInt(status, 10), headers: rest };
}
