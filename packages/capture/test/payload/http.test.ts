import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  HTTP_1_0,
  HTTP_BAD_LENGTH,
  HTTP_CHUNKED,
  HTTP_CLOSE,
  HTTP_EXPECTS_CONTINUE,
  HTTP_KEEP_ALIVE,
  HTTP_MORE_FOLLOWS,
  HTTP_OTHER_CODING,
  HTTP_QUERY_LEFT_OUT,
  HTTP_TARGET_CUT,
  HTTP_WANTS_TLS,
  NOTE_HTTP_REQUEST,
  NOTE_HTTP_RESPONSE,
} from '@fivewhys/capture';
import fc from 'fast-check';
import { readNote } from './read-note.ts';

const bitsOf = (payload: string) => readNote(payload)?.bits;

describe('an HTTP/1 request', () => {
  it('is noted with method, path and the bytes of its header', () => {
    const head = 'POST /v2/blobs HTTP/1.1\r\nHost: a\r\nContent-Length: 12\r\n\r\n';
    const note = readNote(`${head}hello`);
    assert.equal(note?.kind, NOTE_HTTP_REQUEST);
    assert.equal(note?.text, 'POST /v2/blobs');
    assert.equal(note?.headerBytes, head.length);
    assert.equal(note?.lengthBytes, 12);
    assert.equal(note?.bits, HTTP_MORE_FOLLOWS);
  });

  it('loses its query, which may hold secrets', () => {
    const note = readNote('GET /login?token=s3cret HTTP/1.1\r\n\r\n');
    assert.equal(note?.text, 'GET /login');
    assert.equal(note?.bits, HTTP_QUERY_LEFT_OUT);
  });

  it('keeps 64 bytes of method and path', () => {
    const note = readNote(`GET /${'a'.repeat(100)} HTTP/1.1\r\n\r\n`);
    assert.equal(note?.text, `GET /${'a'.repeat(59)}`);
    assert.equal(note?.bits, HTTP_TARGET_CUT);
  });

  it('is none without its version: binary may begin with capital letters and a space', () => {
    for (const text of [
      'GET / ',
      'GET /index.html',
      'GET  HTTP/1.1\r\n',
      'Get / HTTP/1.1\r\n\r\n',
      'GET / HTTP/2.0\r\n\r\n',
    ]) {
      assert.equal(readNote(text), undefined, text);
    }
  });

  it('whose header goes on beyond the segment has no end that is known', () => {
    const note = readNote('PUT /a HTTP/1.1\r\nConnection: close\r\nContent-Le');
    assert.equal(note?.headerBytes, 0);
    assert.equal(note?.lengthBytes, -1);
    assert.equal(note?.bits, HTTP_CLOSE);
  });
});

describe('the fields of a header', () => {
  const request = (field: string) => `GET / HTTP/1.1\r\n${field}\r\n\r\n`;

  it('count whatever the case of their names and words', () => {
    assert.equal(bitsOf(request('CONNECTION:  Close')), HTTP_CLOSE);
    assert.equal(bitsOf(request('connection: TE, keep-alive ,upgrade')), HTTP_KEEP_ALIVE);
    assert.equal(bitsOf(request('Expect: 100-Continue')), HTTP_EXPECTS_CONTINUE);
  });

  it('are not taken for one another by their beginnings', () => {
    assert.equal(bitsOf(request('Connection-Close: close')), 0);
    assert.equal(bitsOf(request('X-Connection: close')), 0);
    assert.equal(bitsOf(request('Connection: closed')), 0);
    assert.equal(readNote(request('Content-Length-X: 5'))?.lengthBytes, -1);
  });

  it('frame a body by chunks when that is the last coding, and else by the end of the connection', () => {
    assert.equal(bitsOf(request('Transfer-Encoding: gzip, chunked')), HTTP_CHUNKED);
    assert.equal(bitsOf(request('Transfer-Encoding: chunked, gzip')), HTTP_OTHER_CODING);
    assert.equal(bitsOf(request('Transfer-Encoding: xchunked')), HTTP_OTHER_CODING);
  });

  it('have no length when it is no number, or when two differ', () => {
    assert.equal(bitsOf(request('Content-Length: 5x')), HTTP_BAD_LENGTH);
    assert.equal(bitsOf(request('Content-Length: -5')), HTTP_BAD_LENGTH);
    assert.equal(bitsOf(request('Content-Length:')), HTTP_BAD_LENGTH);
    assert.equal(bitsOf(request('Content-Length: 5\r\nContent-Length: 6')), HTTP_BAD_LENGTH);
    assert.equal(bitsOf(request('Content-Length: 5\r\nContent-Length: 5')), 0);
  });

  it('tell how long an idle connection is kept', () => {
    assert.equal(readNote(request('Keep-Alive: timeout=15, max=100'))?.timeoutSeconds, 15);
    assert.equal(readNote(request('Keep-Alive: max=100'))?.timeoutSeconds, -1);
  });
});

describe('an HTTP/1 response', () => {
  it('is noted with its status', () => {
    const note = readNote('HTTP/1.0 404 Not Found\nContent-Length: 3\n\nabc');
    assert.equal(note?.kind, NOTE_HTTP_RESPONSE);
    assert.equal(note?.number, 404);
    assert.equal(note?.bits, HTTP_1_0 | HTTP_MORE_FOLLOWS);
    assert.equal(note?.headerBytes, 42);
  });

  it('behind interim ones in the same segment is the one that counts', () => {
    const interim = 'HTTP/1.1 100 Continue\r\n\r\n';
    const note = readNote(`${interim}HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n`);
    assert.equal(note?.number, 201);
    assert.equal(note?.startBytes, interim.length);
    assert.equal(readNote(interim)?.number, 100);
  });

  it('is none without a status of three digits', () => {
    for (const text of [
      'HTTP/1.1 20',
      'HTTP/1.1 20x OK\r\n\r\n',
      'HTTP/1.1 2000 OK\r\n\r\n',
      'HTTP/1.1200 OK\r\n\r\n',
    ]) {
      assert.equal(readNote(text), undefined, text);
    }
  });

  it('says that the port expects TLS in the words of nginx, Apache httpd and Go', () => {
    for (const words of [
      'The plain HTTP request was sent to HTTPS port',
      "You're speaking plain HTTP to an SSL-enabled server port.",
      'Client sent an HTTP request to an HTTPS server.',
    ]) {
      assert.equal(bitsOf(`HTTP/1.1 400 Bad Request\r\n\r\n${words}`), HTTP_WANTS_TLS | HTTP_MORE_FOLLOWS);
      assert.equal(bitsOf(`HTTP/1.1 404 Not Found\r\n\r\n${words}`), HTTP_MORE_FOLLOWS);
    }
  });
});

describe('any header', () => {
  const token = fc.stringMatching(/^[A-Za-z-]{1,12}$/);
  const value = fc.stringMatching(/^[ -~]{0,20}$/);

  it('ends where its empty line does, whatever its fields', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(token, value), { maxLength: 8 }), fc.string({ maxLength: 30 }), (fields, body) => {
        const head = `GET / HTTP/1.1\r\n${fields.map(([name, text]) => `${name}: ${text}\r\n`).join('')}\r\n`;
        assert.equal(readNote(head + body)?.headerBytes, head.length);
      }),
    );
  });

  it('that is cut anywhere says nothing else than the whole one: what is known of its end is known, or is not', () => {
    const head = 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1234\r\nKeep-Alive: timeout=7\r\n\r\n';
    const whole = readNote(head);
    for (let end = 0; end < head.length; end += 1) {
      const cut = readNote(head.slice(0, end));
      if (cut === undefined) continue;
      assert.equal(cut.headerBytes, 0);
      assert.equal(cut.number, 200);
      assert.ok(cut.lengthBytes === -1 || cut.lengthBytes === whole?.lengthBytes);
      assert.ok(cut.timeoutSeconds === -1 || cut.timeoutSeconds === whole?.timeoutSeconds);
      assert.equal(cut.bits & ~(whole?.bits ?? 0), 0);
    }
  });
});
