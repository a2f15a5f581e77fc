import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { HttpMessage, Side, Spoken } from '@fivewhys/connections';
import { ascii } from '../../capture/test/build/bytes.ts';
import { alert, changeCipherSpec, clientHello, serverHello, tlsRecord } from '../../capture/test/build/tls.ts';
import { type Story, story } from './story.ts';

const said = (told: Story, from: Side, payload: Uint8Array | string): Story => {
  const bytes = typeof payload === 'string' ? ascii(payload) : payload;
  return told.data(from, bytes.length, { payload: bytes });
};
const ask = (told: Story, head: string): Story => said(told, 'originator', `${head}\r\n\r\n`);
const answer = (told: Story, head: string): Story => said(told, 'responder', `${head}\r\n\r\n`);
const spoken = (told: Story): Spoken => {
  const connection = told.connection();
  assert.ok(connection.spoken !== undefined);
  return connection.spoken;
};
const request = (told: Story): HttpMessage | undefined => spoken(told).originator.http;
const response = (told: Story): HttpMessage | undefined => spoken(told).responder.http;

describe('what is said in HTTP/1', () => {
  it('is nothing where payload begins like nothing that is read', () => {
    assert.equal(said(story().handshake(), 'originator', 'hello').connection().spoken, undefined);
  });

  it('has its place among the sequence numbers', () => {
    const told = ask(story({ originatorIsn: 999 }).handshake(), 'PUT /a HTTP/1.1\r\nContent-Length: 500');
    const message = request(told);
    assert.equal(message?.frame, 4);
    assert.equal(message?.sequence, 1000);
    assert.equal(message?.headerBytes, 40);
    assert.equal(message?.endSequence, 1540);
    assert.equal(message?.body, 'length');
  });

  it('has no place where its end is 2 GiB away: numbers wrap', () => {
    assert.equal(
      request(ask(story().handshake(), `PUT /a HTTP/1.1\r\nContent-Length: ${2 ** 31}`))?.endSequence,
      undefined,
    );
  });

  it('is the newest message of each end', () => {
    const told = story().handshake();
    ask(told, 'GET /1 HTTP/1.1');
    answer(told, 'HTTP/1.1 200 OK\r\nContent-Length: 0');
    ask(told, 'GET /2 HTTP/1.1');
    assert.equal(request(told)?.target, '/2');
    assert.equal(response(told)?.answersFrame, 4);
  });

  it('is not a message that is sent again', () => {
    const told = story().handshake();
    ask(told, 'GET /1 HTTP/1.1');
    ask(told, 'GET /2 HTTP/1.1');
    told.resend('originator', 38, 19, { payload: ascii('GET /1 HTTP/1.1\r\n\r\n') });
    assert.equal(request(told)?.target, '/2');
  });

  it('is not what stands in a body that is not over', () => {
    const told = story().handshake();
    ask(told, 'PUT /a HTTP/1.1\r\nContent-Length: 30');
    ask(told, 'GET /b HTTP/1.1');
    assert.equal(request(told)?.target, '/a');
    said(told, 'originator', '...........');
    ask(told, 'GET /c HTTP/1.1');
    assert.equal(request(told)?.target, '/c');
  });

  it('is in a body without a known end only when the other end has spoken since', () => {
    const told = story().handshake();
    ask(told, 'GET /log HTTP/1.1');
    answer(told, 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked');
    answer(told, 'HTTP/1.1 500 from the log');
    assert.equal(response(told)?.status, 200);
    ask(told, 'GET /2 HTTP/1.1');
    answer(told, 'HTTP/1.1 404 Not Found\r\nContent-Length: 0');
    assert.equal(response(told)?.status, 404);
  });

  describe('ends, as a response', () => {
    const bodyOf = (method: string, head: string) =>
      response(answer(ask(story().handshake(), `${method} / HTTP/1.1`), head))?.body;

    it('with its header, for HEAD, 204 and 304, whatever its Content-Length', () => {
      assert.equal(bodyOf('HEAD', 'HTTP/1.1 200 OK\r\nContent-Length: 10'), 'none');
      assert.equal(bodyOf('GET', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 10'), 'none');
      assert.equal(bodyOf('GET', 'HTTP/1.1 204 No Content'), 'none');
    });

    it('by its Content-Length, its chunks, or the end of the connection', () => {
      assert.equal(bodyOf('GET', 'HTTP/1.1 200 OK\r\nContent-Length: 10'), 'length');
      assert.equal(bodyOf('GET', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\nTransfer-Encoding: chunked'), 'chunked');
      assert.equal(bodyOf('GET', 'HTTP/1.1 200 OK'), 'until-close');
    });

    it('nowhere that is known, behind an upgrade or a tunnel, or with two lengths', () => {
      assert.equal(bodyOf('GET', 'HTTP/1.1 101 Switching Protocols'), 'unknown');
      assert.equal(bodyOf('CONNECT', 'HTTP/1.1 200 OK\r\nContent-Length: 10'), 'unknown');
      assert.equal(bodyOf('GET', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2'), 'unknown');
    });

    it('nowhere that is known, when it may answer HEAD', () => {
      const told = story().handshake();
      answer(told, 'HTTP/1.1 200 OK\r\nContent-Length: 10');
      assert.equal(response(told)?.body, 'unknown');
    });
  });

  it('does not pair responses with requests that came together', () => {
    const told = story().handshake();
    ask(told, 'HEAD /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1');
    answer(told, 'HTTP/1.1 200 OK\r\nContent-Length: 10');
    assert.equal(response(told)?.method, undefined);
    assert.equal(response(told)?.body, 'unknown');
  });

  it('ends the connection by Connection: close, and in HTTP/1.0 unless kept alive', () => {
    const lastOf = (head: string) => response(answer(ask(story().handshake(), 'GET / HTTP/1.1'), head))?.isLast;
    assert.equal(lastOf('HTTP/1.1 200 OK\r\nConnection: close'), true);
    assert.equal(lastOf('HTTP/1.1 200 OK'), false);
    assert.equal(lastOf('HTTP/1.0 200 OK'), true);
    assert.equal(lastOf('HTTP/1.0 200 OK\r\nConnection: keep-alive'), false);
    assert.equal(lastOf('HTTP/1.1 101 Switching Protocols'), undefined);
  });

  it('has printable text alone', () => {
    assert.equal(ask(story().handshake(), 'GET /\u001b[31m\u00e9 HTTP/1.1').connection().spoken, undefined);
    assert.equal(request(ask(story().handshake(), 'GET /\u00e9 HTTP/1.1'))?.target, '/.');
  });

  it('is told of in the middle of a connection, where segments are followed the short way', () => {
    const told = story().handshake();
    for (let round = 0; round < 20; round += 1)
      told.data('originator', 100).ack('responder').data('responder', 100).ack('originator');
    ask(told, 'DELETE /x HTTP/1.1');
    assert.equal(request(told)?.method, 'DELETE');
    assert.equal(request(told)?.frame, 84);
  });

  it('is told of TLS data in the middle, too: of the first, and not of the others', () => {
    const told = story().handshake();
    const record = tlsRecord(23, new Uint8Array(100));
    const exchange = () => said(told.data('originator', 100).ack('responder'), 'responder', record).ack('originator');
    for (let round = 0; round < 20; round += 1)
      told.data('originator', 100).ack('responder').data('responder', 100).ack('originator');
    for (let round = 0; round < 5; round += 1) exchange();
    assert.equal(spoken(told).responder.tls?.applicationDataFrame, 86);
  });

  it('does not outlive its connection', () => {
    const told = ask(story().handshake(), 'GET /1 HTTP/1.1').close('originator');
    told.again({ originatorPort: 40_001 }).handshake().data('originator', 10);
    assert.equal(told.track().connections[1]?.spoken, undefined);
  });
});

describe('what is said in TLS', () => {
  it('is how far each end came', () => {
    const told = story().handshake();
    said(told, 'originator', clientHello({ serverName: 'a.example', versions: [0x0304] }));
    said(
      told,
      'responder',
      Uint8Array.from([...serverHello(0x0304), ...changeCipherSpec, ...tlsRecord(23, new Uint8Array(90))]),
    );
    const { originator, responder } = spoken(told);
    assert.equal(originator.tls?.serverName, 'a.example');
    assert.equal(originator.tls?.applicationData, false);
    assert.equal(responder.tls?.version, 0x0304);
    assert.equal(responder.tls?.applicationData, true);
  });

  const encrypted = (recordBytes: number, hello = clientHello({ versions: [0x0304] }), version = 0x0304) => {
    const told = story().handshake();
    said(told, 'originator', hello);
    said(told, 'responder', serverHello(version));
    said(told, 'originator', Uint8Array.from([...changeCipherSpec, ...tlsRecord(23, new Uint8Array(recordBytes))]));
    return spoken(told).originator.tls?.encryptedAlertFrame;
  };

  it('is an encrypted alert where Finished is due in 19 bytes, and not in as many as Finished has', () => {
    assert.equal(encrypted(19), 6);
    assert.equal(encrypted(11), 6);
    assert.equal(encrypted(53), undefined);
    assert.equal(encrypted(20), undefined);
  });

  it('is no encrypted alert after early data, or before TLS 1.3', () => {
    assert.equal(encrypted(19, clientHello({ versions: [0x0304], earlyData: true })), undefined);
    assert.equal(encrypted(19, clientHello(), 0x0303), undefined);
  });

  it('keeps the first fatal alert, and of warnings the newest', () => {
    const told = story().handshake();
    said(told, 'responder', alert(1, 112));
    assert.deepEqual(spoken(told).responder.tls?.alert, { frame: 4, level: 'warning', description: 112 });
    said(told, 'responder', alert(2, 40));
    said(told, 'responder', alert(2, 80));
    assert.deepEqual(spoken(told).responder.tls?.alert, { frame: 5, level: 'fatal', description: 40 });
  });

  describe('that is a ClientHello', () => {
    const hello = () => said(story().handshake(), 'originator', clientHello());
    const unanswered = (told: Story) => spoken(told).unansweredHello;

    it('is unanswered when other payload came, or the responder closed', () => {
      assert.equal(unanswered(said(hello(), 'responder', '220 ready').fin('responder')), 'other');
      assert.equal(unanswered(hello().fin('responder')), 'silence');
    });

    it('is not called so while the connection goes on, after the originator gave up, or when frames are missing', () => {
      assert.equal(unanswered(said(hello(), 'responder', '220 ready')), undefined);
      assert.equal(unanswered(hello().fin('originator').fin('responder')), undefined);
      assert.equal(
        unanswered(
          hello()
            .unseen((told) => told.data('responder', 90))
            .ack('originator')
            .fin('responder'),
        ),
        undefined,
      );
      assert.equal(unanswered(said(hello(), 'responder', serverHello(0x0303)).fin('responder')), undefined);
    });
  });
});
