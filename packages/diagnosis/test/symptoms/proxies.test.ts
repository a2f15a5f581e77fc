import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { endText, measureOf, onlySymptom, readSymptoms } from './read-symptoms.ts';

/** A line, and what must be read from it: effect, phase, speaker, the other end of the connection that is meant. */
type Story = readonly [
  title: string,
  line: string,
  expected: readonly [effect: string, phase: string, speaker: string, remote: string],
];

const toBackend = 'proxy-as-originator';
const toOriginator = 'proxy-as-responder';

const nginx = (message: string, upstream = 'http://10.0.0.7:8080/api?token=secret') =>
  `2026/03/01 10:00:00 [error] 812#812: *99 ${message}, client: 192.0.2.9, server: www.example.com, request: "POST /api?token=secret HTTP/1.1", upstream: "${upstream}", host: "www.example.com", referrer: "https://www.example.com/"`;
const nginxClient = (message: string) =>
  `2026/03/01 10:00:00 [info] 812#812: *99 ${message}, client: 192.0.2.9, server: 0.0.0.0:443`;

const nginxStories: readonly Story[] = [
  [
    'a reset where a response should begin',
    nginx('recv() failed (104: Connection reset by peer) while reading response header from upstream'),
    ['reset', 'waiting-for-response', toBackend, '10.0.0.7:8080'],
  ],
  [
    'a reset in the body',
    nginx('readv() failed (104: Connection reset by peer) while reading upstream'),
    ['reset', 'download', toBackend, '10.0.0.7:8080'],
  ],
  [
    'a broken pipe while sending',
    nginx('writev() failed (32: Broken pipe) while sending request to upstream'),
    ['broken-pipe', 'request', toBackend, '10.0.0.7:8080'],
  ],
  [
    'a reset while sending',
    nginx('send() failed (104: Connection reset by peer) while sending request to upstream'),
    ['reset', 'request', toBackend, '10.0.0.7:8080'],
  ],
  [
    'a FIN instead of a response',
    nginx('upstream prematurely closed connection while reading response header from upstream'),
    ['closed-early', 'waiting-for-response', toBackend, '10.0.0.7:8080'],
  ],
  [
    'a FIN in the body',
    nginx('upstream prematurely closed connection while reading upstream'),
    ['closed-early', 'download', toBackend, '10.0.0.7:8080'],
  ],
  [
    'FastCGI',
    nginx(
      'upstream prematurely closed FastCGI stdout while reading response header from upstream',
      'fastcgi://10.0.0.7:9000',
    ),
    ['closed-early', 'waiting-for-response', toBackend, '10.0.0.7:9000'],
  ],
  [
    'refused',
    nginx('connect() failed (111: Connection refused) while connecting to upstream', 'https://[2001:db8::7]:8443/'),
    ['refused', 'connect', toBackend, '2001:db8::7:8443'],
  ],
  [
    'no route',
    nginx('connect() failed (113: No route to host) while connecting to upstream'),
    ['unreachable', 'connect', toBackend, '10.0.0.7:8080'],
  ],
  [
    'no answer to the SYN',
    nginx('upstream timed out (110: Connection timed out) while connecting to upstream'),
    ['timed-out', 'connect', toBackend, '10.0.0.7:8080'],
  ],
  [
    'no response in time',
    nginx('upstream timed out (110: Connection timed out) while reading response header from upstream'),
    ['timed-out', 'waiting-for-response', toBackend, '10.0.0.7:8080'],
  ],
  [
    'silence in the body',
    nginx('upstream timed out (110: Connection timed out) while reading upstream'),
    ['timed-out', 'download', toBackend, '10.0.0.7:8080'],
  ],
  [
    'silence in the handshake',
    nginx('upstream timed out (110: Connection timed out) while SSL handshaking to upstream'),
    ['timed-out', 'tls-handshake', toBackend, '10.0.0.7:8080'],
  ],
  [
    'a reset in the handshake',
    nginx('SSL_do_handshake() failed (104: Connection reset by peer) while SSL handshaking to upstream'),
    ['reset', 'tls-handshake', toBackend, '10.0.0.7:8080'],
  ],
  [
    'a handshake that failed on its contents',
    nginx(
      'SSL_do_handshake() failed (SSL: error:0A000410:SSL routines::sslv3 alert handshake failure:SSL alert number 40) while SSL handshaking to upstream',
    ),
    ['handshake-failed', 'tls-handshake', toBackend, '10.0.0.7:8080'],
  ],
  [
    'a FIN in the handshake with the backend',
    nginx('peer closed connection in SSL handshake while SSL handshaking to upstream'),
    ['closed-early', 'tls-handshake', toBackend, '10.0.0.7:8080'],
  ],
  [
    'a FIN in the handshake with the originator',
    nginxClient('peer closed connection in SSL handshake while SSL handshaking'),
    ['closed-early', 'tls-handshake', toOriginator, '192.0.2.9'],
  ],
  [
    'a reset in the handshake with the originator',
    nginxClient('SSL_do_handshake() failed (104: Connection reset by peer) while SSL handshaking'),
    ['reset', 'tls-handshake', toOriginator, '192.0.2.9'],
  ],
  [
    'a reset in the handshake, as nginx 1.22.1 prints it',
    nginx('peer closed connection in SSL handshake (104: Connection reset by peer) while SSL handshaking to upstream'),
    ['reset', 'tls-handshake', toBackend, '10.0.0.7:8080'],
  ],
  [
    'a kept connection that the originator reset',
    '2026/03/01 10:00:00 [info] 812#812: *1 client 192.0.2.9 closed keepalive connection (104: Connection reset by peer)',
    ['reset', 'idle', toOriginator, '192.0.2.9'],
  ],
  [
    'no live upstreams',
    nginx('no live upstreams while connecting to upstream', 'http://backend/api'),
    ['no-backend', 'connect', toBackend, 'backend'],
  ],
  [
    'the originator went away while a response was awaited',
    nginx(
      'epoll_wait() reported that client prematurely closed connection, so upstream connection is closed too while reading response header from upstream',
    ),
    ['broken-off', 'waiting-for-response', toOriginator, '192.0.2.9'],
  ],
  [
    'the originator went away while the request was sent on',
    nginx(
      'epoll_wait() reported that client prematurely closed connection, so upstream connection is closed too while sending request to upstream',
    ),
    ['broken-off', 'waiting-for-response', toOriginator, '192.0.2.9'],
  ],
  [
    'the originator went away in the body',
    nginx('client prematurely closed connection, so upstream connection is closed too while reading upstream'),
    ['broken-off', 'download', toOriginator, '192.0.2.9'],
  ],
  [
    'the originator reset a kept connection',
    nginxClient('recv() failed (104: Connection reset by peer) while waiting for request'),
    ['reset', 'idle', toOriginator, '192.0.2.9'],
  ],
  [
    'the originator was reset while it was answered',
    nginxClient('send() failed (104: Connection reset by peer) while sending response to client'),
    ['reset', 'download', toOriginator, '192.0.2.9'],
  ],
  [
    'the originator took too long',
    nginxClient('client timed out (110: Connection timed out) while reading client request headers'),
    ['timed-out', 'request', toOriginator, '192.0.2.9'],
  ],
  [
    'an answer that is no HTTP is no failed connection',
    nginx('upstream sent too big header while reading response header from upstream'),
    ['protocol-error', 'waiting-for-response', toBackend, '10.0.0.7:8080'],
  ],
  [
    'a Unix socket has no endpoint',
    '2026/03/01 10:00:00 [crit] 812#812: *99 connect() to unix:/run/app.sock failed (2: No such file or directory) while connecting to upstream, client: 192.0.2.9, server: , request: "GET / HTTP/1.1", upstream: "http://unix:/run/app.sock:/", host: "a"',
    ['unknown', 'connect', toBackend, ''],
  ],
  [
    'TCP proxying',
    '2026/03/01 10:00:00 [error] 812#812: *99 recv() failed (104: Connection reset by peer) while proxying and reading from upstream, client: 192.0.2.9, server: 0.0.0.0:5432, upstream: "10.0.0.7:5432", bytes from/to client:10/20, bytes from/to upstream:20/10',
    ['reset', 'session', toBackend, '10.0.0.7:5432'],
  ],
  [
    'behind the prefix of a container',
    `proxy-1  | ${nginx('upstream prematurely closed connection while reading upstream')}`,
    ['closed-early', 'download', toBackend, '10.0.0.7:8080'],
  ],
];

const haproxyHttp = (state: string, timers: string, status = 502) =>
  `Mar  1 10:00:00 lb haproxy[812]: 192.0.2.9:51022 [01/Mar/2026:10:00:00.123] www~ app/srv1 ${timers} ${status} 209 - - ${state} 2/1/0/0/0 0/0 "GET /api HTTP/1.1"`;
const haproxyTcp = (state: string, timers: string, retries = '0') =>
  `192.0.2.9:51022 [01/Mar/2026:10:00:00.123] db pg/srv1 ${timers} 212 ${state} 1/1/0/0/${retries} 0/0`;

const haproxyStories: readonly Story[] = [
  ['SC: refused', haproxyHttp('SC--', '0/0/-1/-1/3', 503), ['refused', 'connect', toBackend, 'app/srv1']],
  [
    'sC: no answer to the SYN',
    haproxyHttp('sC--', '0/0/-1/-1/5001', 504),
    ['timed-out', 'connect', toBackend, 'app/srv1'],
  ],
  [
    'SH: ended before the headers',
    haproxyHttp('SH--', '0/0/1/-1/12'),
    ['broken-off', 'waiting-for-response', toBackend, 'app/srv1'],
  ],
  [
    'sH: no headers in time',
    haproxyHttp('sH--', '0/0/1/-1/30001', 504),
    ['timed-out', 'waiting-for-response', toBackend, 'app/srv1'],
  ],
  [
    'SD: died in the data, by a RST or a FIN',
    haproxyHttp('SD--', '0/0/1/5/120', 200),
    ['broken-off', 'download', toBackend, 'app/srv1'],
  ],
  [
    'sD: silence in the data',
    haproxyHttp('sD--', '0/0/1/5/60120', 200),
    ['timed-out', 'download', toBackend, 'app/srv1'],
  ],
  [
    'sQ: the queue was too long',
    haproxyHttp('sQ--', '0/5000/-1/-1/5000', 503),
    ['no-backend', 'connect', toBackend, 'app/srv1'],
  ],
  [
    'CH: the originator gave up',
    haproxyHttp('CH--', '0/0/1/-1/900', -1),
    ['broken-off', 'waiting-for-response', toOriginator, '192.0.2.9:51022'],
  ],
  [
    'CD with a cookie',
    haproxyHttp('CDVN', '0/0/1/5/900', 200),
    ['broken-off', 'download', toOriginator, '192.0.2.9:51022'],
  ],
  [
    'cD: the originator took nothing',
    haproxyHttp('cD--', '0/0/1/5/50900', 200),
    ['timed-out', 'download', toOriginator, '192.0.2.9:51022'],
  ],
  [
    'cR: the request never came',
    haproxyHttp('cR--', '-1/-1/-1/-1/10001', 408),
    ['timed-out', 'request', toOriginator, '192.0.2.9:51022'],
  ],
  [
    'PR: blocked',
    haproxyHttp('PR--', '0/-1/-1/-1/0', 403),
    ['answered-with-error', 'request', toOriginator, '192.0.2.9:51022'],
  ],
  [
    'RC: out of source ports',
    haproxyHttp('RC--', '0/0/-1/-1/0', 503),
    ['out-of-resources', 'connect', toBackend, 'app/srv1'],
  ],
  ['DC in TCP mode', haproxyTcp('D-', '0/1/400'), ['closed-locally', 'unknown', toBackend, 'pg/srv1']],
  ['SD in TCP mode', haproxyTcp('SD', '0/1/400'), ['reset', 'session', toBackend, 'pg/srv1']],
  ['CD in TCP mode', haproxyTcp('CD', '0/1/400'), ['broken-off', 'session', toOriginator, '192.0.2.9:51022']],
  ['SC in TCP mode, redispatched', haproxyTcp('SC', '0/-1/3003', '+3'), ['refused', 'connect', toBackend, 'pg/srv1']],
  [
    'a handshake that failed',
    '192.0.2.9:51022 [01/Mar/2026:10:00:00.123] www/1: SSL handshake failure',
    ['handshake-failed', 'tls-handshake', toOriginator, '192.0.2.9:51022'],
  ],
  [
    'a handshake that was cut off',
    '192.0.2.9:51022 [01/Mar/2026:10:00:00.123] www/1: Connection closed during SSL handshake',
    ['closed-early', 'tls-handshake', toOriginator, '192.0.2.9:51022'],
  ],
];

const envoyDefault = (flags: string, status = 503) =>
  `[2026-03-01T10:00:00.310Z] "POST /api/v1 HTTP/2" ${status} ${flags} 154 0 226 100 "192.0.2.9" "agent \\"x" "cc21d9b0" "app" "tcp://10.0.0.7:8080"`;
const istio = (flags: string, details: string, failure = '-', status = 503) =>
  `[2026-03-01T10:00:00.310Z] "GET /api HTTP/1.1" ${status} ${flags} ${details} - "${failure}" 0 95 12 - "-" "curl/8" "id" "app:8080" "10.0.0.7:8080" outbound|8080||app.default.svc 10.0.0.1:40000 10.0.0.5:8080 192.0.2.9:51022 - default`;
const json = (fields: Readonly<Record<string, unknown>>) =>
  JSON.stringify({
    start_time: '2026-03-01T10:00:00.310Z',
    response_code: 503,
    upstream_host: '10.0.0.7:8080',
    upstream_local_address: '10.0.0.1:40000',
    downstream_remote_address: '192.0.2.9:51022',
    duration: 12,
    ...fields,
  });

const envoyStories: readonly Story[] = [
  ['UC', envoyDefault('UC'), ['broken-off', 'waiting-for-response', toBackend, '10.0.0.7:8080']],
  ['UF', envoyDefault('UF'), ['not-connected', 'connect', toBackend, '10.0.0.7:8080']],
  [
    'UF with URX: the failure counts, not the giving up',
    envoyDefault('UF,URX'),
    ['not-connected', 'connect', toBackend, '10.0.0.7:8080'],
  ],
  ['URX alone', envoyDefault('URX'), ['broken-off', 'unknown', toBackend, '10.0.0.7:8080']],
  ['UT', envoyDefault('UT', 504), ['timed-out', 'waiting-for-response', toBackend, '10.0.0.7:8080']],
  ['UH', envoyDefault('UH'), ['no-backend', 'connect', toBackend, '10.0.0.7:8080']],
  ['UO', envoyDefault('UO'), ['no-backend', 'connect', toBackend, '10.0.0.7:8080']],
  ['LR', envoyDefault('LR'), ['closed-locally', 'session', toBackend, '10.0.0.7:8080']],
  ['DC', envoyDefault('DC', 0), ['broken-off', 'waiting-for-response', toOriginator, '']],
  ['DPE', envoyDefault('DPE', 400), ['protocol-error', 'request', toOriginator, '']],
  [
    'NR is an answer, and no connection failed',
    envoyDefault('NR', 404),
    ['answered-with-error', 'request', toOriginator, ''],
  ],
  [
    'Istio: before the response',
    istio('UC', 'upstream_reset_before_response_started{connection_termination}'),
    ['broken-off', 'waiting-for-response', toBackend, '10.0.0.7:8080'],
  ],
  [
    'Istio: after the response had begun',
    istio('UC', 'upstream_reset_after_response_started{connection_termination}', '-', 200),
    ['broken-off', 'download', toBackend, '10.0.0.7:8080'],
  ],
  [
    'Istio: refused',
    istio(
      'UF,URX',
      'upstream_reset_before_response_started{remote_connection_failure,delayed_connect_error:_111}',
      'delayed_connect_error:_111',
    ),
    ['refused', 'connect', toBackend, '10.0.0.7:8080'],
  ],
  [
    'Istio: connecting took too long',
    istio('UF', 'upstream_reset_before_response_started{connection_timeout}'),
    ['timed-out', 'connect', toBackend, '10.0.0.7:8080'],
  ],
  [
    'Istio: TLS',
    istio(
      'UF',
      'upstream_reset_before_response_started{remote_connection_failure}',
      'TLS_error:|268435703:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER',
    ),
    ['handshake-failed', 'tls-handshake', toBackend, '10.0.0.7:8080'],
  ],
  [
    'Istio: the originator went away',
    istio('DC', 'downstream_remote_disconnect', '-', 0),
    ['broken-off', 'waiting-for-response', toOriginator, '192.0.2.9:51022'],
  ],
  [
    'JSON',
    json({
      response_flags: 'UC',
      response_code_details: 'upstream_reset_before_response_started{connection_termination}',
    }),
    ['broken-off', 'waiting-for-response', toBackend, '10.0.0.7:8080'],
  ],
  [
    'JSON, numbers as strings, in a container log',
    `app-1 | ${json({ response_flags: 'UT', duration: '15000', response_code: '504' })}`,
    ['timed-out', 'waiting-for-response', toBackend, '10.0.0.7:8080'],
  ],
];

const alb = (target: string, times: string, elb: number, targetStatus: string) =>
  `https 2026-03-01T10:00:00.186641Z app/my-lb/50dc6c495c0c9188 192.0.2.9:2817 ${target} ${times} ${elb} ${targetStatus} 34 366 "GET https://www.example.com:443/ HTTP/1.1" "curl/8" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/t/73e2d6bc24d8a067 "Root=1-58337262" "-" "-" 0 2026-03-01T09:59:58.364000Z "forward" "-" "-"`;

const albStories: readonly Story[] = [
  [
    '460',
    alb('10.0.0.7:80', '0.001 -1 -1', 460, '-'),
    ['broken-off', 'waiting-for-response', toOriginator, '192.0.2.9:2817'],
  ],
  [
    '502 after the request had gone out',
    alb('10.0.0.7:80', '0.001 0.005 -1', 502, '-'),
    ['broken-off', 'waiting-for-response', toBackend, '10.0.0.7:80'],
  ],
  [
    '502 that never reached the backend',
    alb('10.0.0.7:80', '-1 -1 -1', 502, '-'),
    ['broken-off', 'connect', toBackend, '10.0.0.7:80'],
  ],
  [
    '504 that waited for the response',
    alb('10.0.0.7:80', '0.001 -1 -1', 504, '-'),
    ['timed-out', 'waiting-for-response', toBackend, '10.0.0.7:80'],
  ],
  [
    '504 that did not come as far',
    alb('10.0.0.7:80', '-1 -1 -1', 504, '-'),
    ['timed-out', 'connect', toBackend, '10.0.0.7:80'],
  ],
  ['503', alb('-', '-1 -1 -1', 503, '-'), ['no-backend', 'connect', toBackend, '']],
  ['408', alb('-', '-1 -1 -1', 408, '-'), ['timed-out', 'request', toOriginator, '192.0.2.9:2817']],
];

const accessStories: readonly Story[] = [
  [
    '499 is nginx alone',
    '192.0.2.9 - - [01/Mar/2026:10:00:00 +0100] "GET /slow HTTP/1.1" 499 0 "-" "Mozilla/5.0"',
    ['broken-off', 'waiting-for-response', toOriginator, '192.0.2.9'],
  ],
  [
    '502',
    '2001:db8::9 - bob [01/Mar/2026:10:00:00 +0100] "GET /slow HTTP/1.1" 502 157 "-" "Mozilla/5.0" "-"',
    ['unknown', 'unknown', toBackend, ''],
  ],
  [
    '504',
    '192.0.2.9 - - [01/Mar/2026:10:00:00 +0100] "GET /slow HTTP/1.1" 504 167 "-" "Mozilla/5.0"',
    ['timed-out', 'unknown', toBackend, ''],
  ],
];

const stories: Readonly<Record<string, readonly Story[]>> = {
  'nginx-error': nginxStories,
  haproxy: haproxyStories,
  envoy: envoyStories,
  'aws-alb': albStories,
  'combined-access-log': accessStories,
};

for (const [program, rows] of Object.entries(stories)) {
  describe(program, () => {
    for (const [title, line, expected] of rows) {
      it(title, () => {
        const symptom = onlySymptom(line);
        assert.deepEqual([symptom.effect, symptom.phase, symptom.speaker, endText(symptom.remote)], expected);
        assert.deepEqual([symptom.program, symptom.log], [program, 'proxy-log']);
        assert.notEqual(symptom.instant.kind, 'none');
      });
    }
  });
}

describe('lines of proxies that tell of no failure', () => {
  for (const line of [
    haproxyHttp('----', '0/0/1/5/9', 200),
    '2026/03/01 10:00:00 [info] 812#812: *1 client 192.0.2.9 closed keepalive connection',
    nginxClient('client closed connection while waiting for request'),
    haproxyHttp('LR--', '0/-1/-1/-1/0', 302),
    haproxyTcp('--', '0/1/400'),
    envoyDefault('-', 204),
    istio('-', 'via_upstream', '-', 200),
    json({ response_flags: '-', response_code: 200 }),
    alb('10.0.0.7:80', '0.001 0.005 0.000', 200, '200'),
    alb('10.0.0.7:80', '0.001 0.005 0.000', 502, '502'),
    alb('-', '0.000 0.001 0.000', 502, '-').replace('"-" "-"', '"-" "LambdaInvalidResponse"'),
    '192.0.2.9 - - [01/Mar/2026:10:00:00 +0100] "GET /?q=Connection%20reset HTTP/1.1" 200 157 "-" "x: Connection reset by peer"',
    '2026/03/01 10:00:00 [notice] 1#1: signal process started',
    '2026/03/01 10:00:00 [error] 812#812: *99 open() "/x" failed (2: No such file or directory), client: 192.0.2.9, server: a, request: "GET /x HTTP/1.1", host: "a"',
  ]) {
    it(line.slice(0, 110), () => {
      const { symptoms, ownLines, kind } = readSymptoms(line);
      assert.deepEqual([symptoms.length, ownLines, kind], [0, 1, 'proxy-log']);
    });
  }
});

describe('what else a proxy tells', () => {
  it('nginx: for whom it asked, what it did, and no secrets of the request', () => {
    const symptom = onlySymptom(
      nginx('recv() failed (104: Connection reset by peer) while reading response header from upstream'),
    );
    assert.equal(symptom.errno, 'ECONNRESET');
    assert.equal(endText(symptom.beyond), '192.0.2.9');
    assert.match(symptom.phaseBecause, /reading response header from upstream/);
    assert.doesNotMatch(symptom.lines[0]?.text ?? '', /10\.0\.0\.7:8080\/api\?token=secret/);
  });

  it('nginx: the bytes of a TCP session', () => {
    const [, line = ''] = nginxStories.find(([title]) => title === 'TCP proxying') ?? [];
    assert.equal(measureOf(onlySymptom(line), 'bytes from the backend'), 20);
    assert.equal(measureOf(onlySymptom(line), 'bytes to the originator'), 20);
  });

  it('HAProxy: both letters and the pair are explained, and timers of -1 are no durations', () => {
    const symptom = onlySymptom(haproxyHttp('sH--', '3/0/1/-1/30004', 504));
    assert.deepEqual(
      symptom.sayings.map(({ text }) => text),
      ['s', 'H', 'sH'],
    );
    assert.deepEqual(
      symptom.measures.map(({ name, value }) => [name.replace('milliseconds ', ''), value]),
      [
        ['until the request was complete (TR)', 3],
        ['in the queues (Tw)', 0],
        ['until the backend connection was open (Tc)', 1],
        ['in all (Ta)', 30_004],
        ['bytes to the originator', 209],
      ],
    );
    assert.equal(
      measureOf(onlySymptom(haproxyTcp('SC', '0/-1/3003', '+3')), 'further attempts to connect to a backend'),
      3,
    );
  });

  it('Envoy: Istio and JSON name both ends of the connection to the backend', () => {
    for (const line of [istio('UC', 'upstream_reset_before_response_started'), json({ response_flags: 'UC' })]) {
      const symptom = onlySymptom(line);
      assert.equal(symptom.isTupleComplete, true);
      assert.equal(endText(symptom.local), '10.0.0.1:40000');
      assert.equal(endText(symptom.beyond), '192.0.2.9:51022');
      assert.equal(measureOf(symptom, 'milliseconds in all'), 12);
    }
    assert.equal(onlySymptom(envoyDefault('UC')).isTupleComplete, false);
  });

  it('Envoy: the errno of a transport failure', () => {
    assert.equal(
      onlySymptom(
        json({
          response_flags: 'UF',
          upstream_transport_failure_reason: 'immediate_connect_error:_Connection_refused',
        }),
      ).errno,
      'ECONNREFUSED',
    );
  });

  it('ALB: times of -1 are none, and seconds become milliseconds', () => {
    const symptom = onlySymptom(alb('10.0.0.7:80', '0.001 0.005 -1', 502, '-'));
    assert.equal(measureOf(symptom, "milliseconds until the backend's response began"), 5);
    assert.equal(measureOf(symptom, 'milliseconds until the response to the originator began'), undefined);
    assert.equal(endText(symptom.beyond), '192.0.2.9:2817');
  });
});
