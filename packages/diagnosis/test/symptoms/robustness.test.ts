import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readSymptoms, recognizeSymptoms } from './read-symptoms.ts';
import { findingOfSymptom, symptomPrograms } from './sources.ts';

const runs = { numRuns: Number(process.env.FUZZ_RUNS ?? 150) };

const lines = [
  ...symptomPrograms.flatMap(({ wordings }) => wordings.map(({ example }) => example)),
  '2026/03/01 10:00:00 [error] 812#812: *99 recv() failed (104: Connection reset by peer) while reading response header from upstream, client: 192.0.2.9, server: a, request: "GET / HTTP/1.1", upstream: "http://10.0.0.7:8080/", host: "a"',
  '192.0.2.9:51022 [01/Mar/2026:10:00:00.123] www~ app/srv1 0/0/1/-1/12 502 209 - - SH-- 2/1/0/0/0 0/0 "GET /api HTTP/1.1"',
  '192.0.2.9:51022 [01/Mar/2026:10:00:00.123] db pg/srv1 0/1/400 212 SD 1/1/0/0/0 0/0',
  '[2026-03-01T10:00:00.310Z] "POST /api/v1 HTTP/2" 503 UC 154 0 226 100 "192.0.2.9" "nsq2http" "cc21d9b0" "app" "tcp://10.0.0.7:8080"',
  '{"response_flags":"UF,URX","response_code":503,"upstream_host":"10.0.0.7:8080"}',
  'https 2026-03-01T10:00:00.186641Z app/my-lb/50dc 192.0.2.9:2817 10.0.0.7:80 0.001 0.005 -1 502 - 34 366 "GET https://a:443/ HTTP/1.1" "x"',
  '192.0.2.9 - - [01/Mar/2026:10:00:00 +0100] "GET /slow HTTP/1.1" 499 0 "-" "Mozilla/5.0"',
];

/** A line in which something was cut out, doubled or replaced. */
const mutated = fc
  .tuple(fc.constantFrom(...lines), fc.nat(200), fc.nat(20), fc.string({ unit: 'binary', maxLength: 8 }))
  .map(([line, at, length, insertion]) => line.slice(0, at) + insertion + line.slice(at + length));
const text = fc
  .tuple(fc.array(fc.oneof(fc.constantFrom(...lines), mutated), { maxLength: 30 }), fc.constantFrom('\n', '\r\n', '\r'))
  .map(([parts, end]) => parts.join(end));

describe('any bytes', () => {
  it('give the same symptoms in one piece and in pieces of any size, and never throw', () => {
    fc.assert(
      fc.property(
        text,
        fc.uint8Array({ maxLength: 200 }),
        fc.integer({ min: 1, max: 300 }),
        (words, noise, pieceBytes) => {
          const bytes = new Uint8Array([
            ...new TextEncoder().encode(words),
            ...noise,
            10,
            ...new TextEncoder().encode(words),
          ]);
          assert.deepEqual(readSymptoms(bytes, pieceBytes), readSymptoms(bytes));
        },
      ),
      runs,
    );
  });

  it('of any kind are read to their end, and each symptom becomes a finding', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: 'binary', maxLength: 2000 })), (words) => {
        recognizeSymptoms(words);
        for (const symptom of readSymptoms(words).symptoms) {
          const { verdict, cause, next } = findingOfSymptom(symptom, 0, 'f1');
          assert.equal(verdict === 'undetermined', cause === 'undetermined');
          for (const { command } of next) assert.match(command, /^[\x20-\x7e]{3,400}$/);
        }
      }),
      runs,
    );
  });

  it('put no words of the text into a command but names, addresses and ports', () => {
    for (const host of [
      'a;reboot',
      '$(reboot)',
      '`reboot`',
      "a'b",
      'a|b',
      'a b',
      '-oProxyCommand=x',
      '..',
      'a\u202eb',
    ]) {
      for (const line of [
        `ssh: connect to host ${host} port 22: Connection refused`,
        `curl: (6) Could not resolve host: ${host}`,
        `fatal: unable to access 'https://${host}/x': Empty reply from server`,
        `wget: unable to resolve host address '${host}'`,
      ]) {
        for (const symptom of readSymptoms(line).symptoms) {
          for (const { command } of findingOfSymptom(symptom, 0, 'f1').next) {
            assert.doesNotMatch(
              command.replaceAll(/'[^']*'/g, ''),
              /reboot[`)]|a;|ProxyCommand|\.\. |a'b/,
              `${line} -> ${command}`,
            );
          }
        }
      }
    }
  });
});

describe('hostile lines', () => {
  const pieces = [
    ' ',
    '1',
    'a',
    '"',
    "'",
    ':',
    '(',
    '[',
    '{"',
    '\u001b[',
    '\u001b]8;',
    '://',
    'http://a',
    'https://a@',
    'http://a?',
    '1.',
    '1:',
    '::',
    '-> ',
    '/',
    '\\',
    'curl: (',
    'Get "https://a',
    'Put https://a: ',
    'read tcp ',
    "HTTPSConnectionPool(host='a', port=1): Max retries exceeded ",
    'Exception: ',
    'lookup a ',
    'Connecting to a (',
    'RPC failed; curl 1 ',
    "unable to access '",
    'Read error (',
    '[01/Mar/2026:10:00:00.123] a a/a ',
    '0/0/',
    '2026/03/01 10:00:00 [error] 1#1: ',
    ' while ',
    ', client: ',
    '"response_flags"',
    '[2026-03-01T10:00:00.310Z] "',
    'https 2026-03-01T10:00:00.186641Z a/',
    '2026-03-01 ',
    'Connection reset by ',
    'TLS_error',
    'x509: ',
    '\ud800',
    'ConnectTimeoutError: ',
  ];
  for (const piece of pieces) {
    it(`1 MB of ${JSON.stringify(piece)} costs no more than its length`, () => {
      const line = piece.repeat(Math.ceil(1_000_000 / piece.length));
      const begun = process.cpuUsage(); // not the clock: other tests run beside this one
      readSymptoms(line);
      readSymptoms(`curl: (56) ${line}\n2026/03/01 10:00:00 [error] 1#1: *1 recv() failed ${line}`);
      recognizeSymptoms(line.slice(0, 65_536));
      const elapsedMs = process.cpuUsage(begun).user / 1000;
      assert.ok(elapsedMs < 500, `${elapsedMs} ms`);
    });
  }

  it('many lines of 16 KiB take milliseconds each', () => {
    const begun = process.cpuUsage();
    for (const piece of pieces) readSymptoms(`${piece.repeat(Math.ceil(16_000 / piece.length))}\n`.repeat(5));
    const elapsedMs = process.cpuUsage(begun).user / 1000;
    assert.ok(elapsedMs < 25 * 5 * pieces.length, `${elapsedMs} ms`);
  });
});
