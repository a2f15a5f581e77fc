import { ACK, FIN, PSH, RST, Segment, SYN } from '@fivewhys/capture';
import {
  type Connection,
  describeConnection,
  glanceAt,
  type HttpMessage,
  Surroundings,
  Tracker,
} from '@fivewhys/connections';
import { connectionCauses, Diagnosis, needsExplaining, undetermined } from '@fivewhys/diagnosis';
import { ascii, join, u16 } from '../../../packages/capture/test/build/bytes.ts';
import {
  alert,
  changeCipherSpec,
  clientHello,
  serverHello,
  tlsRecord,
} from '../../../packages/capture/test/build/tls.ts';
import { expect } from '../oracles/expect.ts';
import type { FuzzTarget } from '../target.ts';

/** Bytes before each payload: who speaks on which connection and with what flags, and the payload's length. */
const stepHeaderBytes = 3;
/** What stands in memory beside each payload: a letter, so that whoever reads on finds more of the same. */
const around = 0x41;

/** Kinds of segments, in the two bits above the one that says who speaks. */
const kinds = [ACK | PSH, ACK | FIN, RST | ACK, RST];

/**
 * What connections say in HTTP/1, TLS and SSH, read, followed and weighed: an input is a list of steps on a few connections, each a byte that says who speaks, a length, and
 * the payload. A connection whose payload says that it failed must have a cause.
 */
export const payloadsTarget: FuzzTarget = {
  name: 'payloads',

  seeds: () => [
    talk(
      [0, 'GET /a?b HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\n\r\n'],
      [1, 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nKeep-Alive: timeout=5\r\n\r\nhello'],
      [3, ''],
      [0, 'POST /b HTTP/1.1\r\n\r\n'],
      [7, ''],
    ),
    talk(
      [0, 'PUT /a HTTP/1.1\r\nContent-Length: 100\r\nExpect: 100-continue\r\n\r\nabc'],
      [1, 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 413 Too Large\r\nConnection: close\r\n\r\n'],
      [5, ''],
    ),
    talk(
      [0, 'HEAD / HTTP/1.0\r\n\r\nGET / HTTP/1.0\r\n\r\n'],
      [1, 'HTTP/1.1 400 Bad Request\r\n\r\nThe plain HTTP request was sent to HTTPS port'],
      [4, ''],
    ),
    talk(
      [0, clientHello({ serverName: 'a.example', versions: [0x0304] })],
      [1, join(serverHello(0x0304), changeCipherSpec, tlsRecord(23, new Uint8Array(60)))],
      [0, join(changeCipherSpec, tlsRecord(23, new Uint8Array(19)))],
      [2, ''],
    ),
    talk([0, clientHello()], [1, serverHello(0x0303)], [0, alert(2, 48)], [4, '']),
    talk([0, 'SSH-2.0-a\r\n'], [1, 'Exceeded MaxStartups\r\n'], [5, '']),
    talk([0, clientHello()], [1, 'HTTP/1.1 400 Bad Request\r\n\r\n'], [3, ''], [2, '']),
  ],

  run: (input) => {
    const { connections, wrong, findings } = follow(input);
    for (const connection of connections) checkSpoken(connection);
    const explained = findings.reduce((sum, { count }) => sum + count, 0);
    expect(explained === wrong, 'a connection that looks wrong is in no finding, or in two', explained, wrong);
    const silent = findings.filter(
      ({ resetFrames, cause }) => cause === undetermined.id && resetFrames.every(({ frames }) => frames.length === 0),
    );
    expect(silent.length === 0, 'payload says that something failed, and no cause fits', silent);
  },
};

function follow(input: Uint8Array) {
  const connections: Connection[] = [];
  let wrong = 0;
  const diagnosis = new Diagnosis(connectionCauses, undetermined);
  const surroundings = new Surroundings();
  const tracker = new Tracker((released, slot) => {
    surroundings.add(released, slot);
    const { looksWrong } = glanceAt(released, slot);
    const connection = describeConnection(released, slot, []);
    connections.push(connection);
    if (!looksWrong || !needsExplaining(connection)) return;
    wrong += 1;
    diagnosis.add(0, connection, surroundings);
  });
  const send = sender(tracker);
  let offset = 0;
  while (offset + stepHeaderBytes <= input.length) {
    const how = input[offset] as number;
    const length = ((input[offset + 1] as number) << 8) | (input[offset + 2] as number);
    const payload = input.subarray(offset + stepHeaderBytes, offset + stepHeaderBytes + length);
    send(how >> 3, how & 1, kinds[(how >> 1) & 3] as number, payload);
    offset += stepHeaderBytes + payload.length;
  }
  tracker.end();
  diagnosis.captureEnded();
  return {
    connections,
    wrong,
    findings: diagnosis.finish({ clocks: new Map(), inform: ({ weighed }) => weighed, words: () => [] }),
  };
}

/** Sends segments of several connections, each of which begins with a handshake. */
function sender(tracker: Tracker) {
  const numbers = new Map<number, [number, number]>();
  const segment = new Segment();
  let frame = 0;
  const nothing = new Uint8Array(0);
  const put = (pair: number, from: number, flags: number, payload: Uint8Array): void => {
    const next = numbers.get(pair) as [number, number];
    const ports = [40_000 + pair, pair % 2 === 0 ? 443 : 22] as const;
    frame += 1;
    Object.assign(segment, new Segment(), {
      ...{ family: 4, frame, instantNs: frame * 1e6, flags, ttl: 64, window: 500 },
      ...{ source3: from + 1, destination3: 2 - from },
      ...{ sourcePort: ports[from as 0 | 1], destinationPort: ports[(1 - from) as 0 | 1] },
      sequence: (next[from as 0 | 1] as number) | 0,
      acknowledgment: (flags & ACK) === 0 ? 0 : (next[(1 - from) as 0 | 1] as number) | 0,
      ...{ payloadBytes: payload.length, capturedPayloadBytes: payload.length, payloadOffset: 16 },
    });
    tracker.segment(segment, join(new Uint8Array(16).fill(around), payload, new Uint8Array(80).fill(around)));
    next[from as 0 | 1] += payload.length + ((flags & (SYN | FIN)) === 0 ? 0 : 1);
  };
  return (pair: number, from: number, flags: number, payload: Uint8Array): void => {
    if (!numbers.has(pair)) {
      numbers.set(pair, [1000 + pair, 0xffff_fff0]);
      put(pair, 0, SYN, nothing);
      put(pair, 1, SYN | ACK, nothing);
      put(pair, 0, ACK, nothing);
    }
    put(pair, from, flags, payload);
  };
}

function checkSpoken({ spoken, half }: Connection): void {
  if (spoken === undefined) return;
  for (const side of ['originator', 'responder'] as const) {
    const { http, tls, ssh } = spoken[side];
    for (const text of [http?.method, http?.target, tls?.serverName, ssh?.text]) {
      expect(text === undefined || /^[ -~]*…?(\?…)?$/.test(text), 'a text from the network can not be printed', text);
      expect(text === undefined || text.length <= 70, 'a text is too long', text);
    }
    if (http !== undefined) checkMessage(http);
    expect(
      half[side].dataSegments > 0 || (http ?? tls ?? ssh) === undefined,
      'an end without payload said something',
      side,
    );
  }
}

function checkMessage({ sequence, endSequence, headerBytes, body, status, kind }: HttpMessage): void {
  expect(
    (status === undefined) === (kind === 'request'),
    'a request with a status, or a response without',
    kind,
    status,
  );
  if (endSequence === undefined) return;
  expect(headerBytes !== undefined && (body === 'none' || body === 'length'), 'an end that nothing tells', body);
  expect(
    ((endSequence - sequence) | 0) >= (headerBytes ?? 0),
    'a message ends before its header',
    sequence,
    endSequence,
  );
}

function talk(...steps: readonly (readonly [how: number, payload: string | Uint8Array])[]): Uint8Array {
  return join(
    ...steps.map(([how, said]) => {
      const payload = typeof said === 'string' ? ascii(said) : said;
      return join([how], u16(payload.length), payload);
    }),
  );
}
