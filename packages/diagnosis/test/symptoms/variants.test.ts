import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { endText, onlySymptom } from './read-symptoms.ts';

/** What people paste, of other versions and systems than those in clients.test.ts: program, effect, phase, errno, speaker, near end, far end. */
const variants: readonly (readonly [lines: readonly string[], expected: readonly unknown[]])[] = [
  [
    [
      "fatal: unable to access 'https://git.example.com/a.git/': Failed to connect to git.example.com port 443 after 21045 ms: Couldn't connect to server",
    ],
    ['git', 'timed-out', 'connect', undefined, 'originator', '', 'git.example.com:443'],
  ],
  [
    [
      "fatal: unable to access 'https://git.example.com/a.git/': Failed to connect to git.example.com port 443: Timed out",
    ],
    ['git', 'timed-out', 'connect', undefined, 'originator', '', 'git.example.com:443'],
  ],
  [
    ["fatal: unable to access 'https://git.example.com/a.git/': OpenSSL SSL_read: Connection was reset, errno 10054"],
    ['git', 'reset', 'waiting-for-response', 'ECONNRESET', 'originator', '', 'git.example.com:443'],
  ],
  [
    ['fatal: unable to connect to git.example.com:', 'git.example.com[0: 192.0.2.7]: errno=Connection refused'],
    ['git', 'refused', 'connect', 'ECONNREFUSED', 'originator', '', 'git.example.com'],
  ],
  [['fatal: read error: Connection reset by peer'], ['git', 'reset', 'session', 'ECONNRESET', 'originator', '', '']],
  [['curl: (28) SSL connection timeout'], ['curl', 'timed-out', 'tls-handshake', undefined, 'originator', '', '']],
  [
    ['* NSS error -5938 (PR_END_OF_FILE_ERROR)', '* Encountered end of file', 'curl: (35) Encountered end of file'],
    ['curl', 'closed-early', 'tls-handshake', undefined, 'originator', '', ''],
  ],
  [
    [
      '* SSL read: errno -5961 (PR_CONNECT_RESET_ERROR)',
      '* TCP connection reset by peer',
      'curl: (56) SSL read: errno -5961',
    ],
    ['curl', 'reset', 'download', undefined, 'originator', '', ''],
  ],
  [
    ['curl: (35) schannel: next InitializeSecurityContext failed: SEC_E_ILLEGAL_MESSAGE (0x80090326)'],
    ['curl', 'handshake-failed', 'tls-handshake', undefined, 'originator', '', ''],
  ],
  [
    [
      'Nov 22 10:00:00 web1 sshd[812]: error: kex_exchange_identification: read: Connection reset by peer',
      'Nov 22 10:00:00 web1 sshd[812]: Connection reset by 192.0.2.9 port 40000',
    ],
    ['ssh', 'reset', 'ssh-banner', 'ECONNRESET', 'responder', '', '192.0.2.9:40000'],
  ],
  [
    [
      'web1 sshd-session[812]: ssh_dispatch_run_fatal: Connection from user git 192.0.2.9 port 40000: Broken pipe [preauth]',
    ],
    ['ssh', 'broken-pipe', 'session', 'EPIPE', 'responder', '', '192.0.2.9:40000'],
  ],
  [
    [
      'http: TLS handshake error from 192.0.2.9:51022: read tcp 192.0.2.7:443->192.0.2.9:51022: read: connection reset by peer',
    ],
    ['go', 'reset', 'tls-handshake', 'ECONNRESET', 'responder', '192.0.2.7:443', '192.0.2.9:51022'],
  ],
  [
    ['http: TLS handshake error from 192.0.2.9:51022: remote error: tls: bad certificate'],
    ['go', 'handshake-failed', 'tls-handshake', undefined, 'responder', '', '192.0.2.9:51022'],
  ],
  [
    ['rpc error: code = Unavailable desc = error reading from server: EOF'],
    ['go', 'closed-early', 'session', undefined, 'originator', '', ''],
  ],
  [
    ['The connection to the server localhost:8080 was refused - did you specify the right host or port?'],
    ['go', 'refused', 'connect', undefined, 'originator', '', 'localhost:8080'],
  ],
  [
    ['Post "https://a.example.com/x": dial tcp: lookup a.example.com on 127.0.0.11:53: server misbehaving'],
    ['go', 'name-not-found', 'name-resolution', undefined, 'originator', '', 'a.example.com'],
  ],
  [
    ["wget: can't connect to remote host (192.0.2.7): Connection refused"],
    ['wget', 'refused', 'connect', 'ECONNREFUSED', 'originator', '', '192.0.2.7'],
  ],
  [
    ['wget: error getting response: Connection reset by peer'],
    ['wget', 'reset', 'waiting-for-response', 'ECONNRESET', 'originator', '', ''],
  ],
  [
    ['Error: connect ECONNREFUSED ::1:5432'],
    ['node', 'refused', 'connect', 'ECONNREFUSED', 'originator', '', '::1:5432'],
  ],
  [
    ['AxiosError: timeout of 5000ms exceeded', "  code: 'ECONNABORTED',"],
    ['node', 'timed-out', 'waiting-for-response', 'ECONNABORTED', 'originator', '', ''],
  ],
  [
    ['error An unexpected error occurred: "https://registry.example.com/react.tgz: ESOCKETTIMEDOUT".'],
    ['node', 'timed-out', 'session', undefined, 'originator', '', 'registry.example.com:443'],
  ],
  [
    [
      "aiohttp.client_exceptions.ClientConnectorError: Cannot connect to host api.example.com:443 ssl:default [Connect call failed ('192.0.2.7', 443)]",
    ],
    ['python', 'not-connected', 'connect', undefined, 'originator', '', 'api.example.com:443'],
  ],
  [
    ['aiohttp.client_exceptions.ClientOSError: [Errno 104] Connection reset by peer'],
    ['python', 'reset', 'waiting-for-response', 'ECONNRESET', 'originator', '', ''],
  ],
  [
    ['httpx.ConnectError: [Errno 111] Connection refused'],
    ['python', 'refused', 'connect', 'ECONNREFUSED', 'originator', '', ''],
  ],
  [
    ['httpx.ReadError: [Errno 104] Connection reset by peer'],
    ['python', 'reset', 'session', 'ECONNRESET', 'originator', '', ''],
  ],
  [['httpx.ConnectTimeout'], ['python', 'timed-out', 'connect', undefined, 'originator', '', '']],
  [
    [
      'io.netty.channel.AbstractChannel$AnnotatedConnectException: finishConnect(..) failed: Connection refused: api.example.com/192.0.2.7:8080',
      'Caused by: java.net.ConnectException: finishConnect(..) failed: Connection refused',
    ],
    ['java', 'refused', 'connect', 'ECONNREFUSED', 'originator', '', 'api.example.com:8080'],
  ],
  [
    [
      '[id: 0x1234abcd, L:/192.0.2.9:40000 - R:api.example.com/192.0.2.7:443] The connection observed an error',
      'reactor.netty.http.client.PrematureCloseException: Connection prematurely closed BEFORE response',
    ],
    ['java', 'closed-early', 'waiting-for-response', undefined, 'unknown', '192.0.2.9:40000', 'api.example.com:443'],
  ],
  [
    ['java.io.IOException: unexpected end of stream on https://api.example.com/...'],
    ['java', 'closed-early', 'waiting-for-response', undefined, 'originator', '', 'api.example.com:443'],
  ],
  [
    ['java.net.ConnectException: Failed to connect to api.example.com/192.0.2.7:443'],
    ['java', 'not-connected', 'connect', undefined, 'originator', '', 'api.example.com:443'],
  ],
  [
    [
      'java.net.SocketTimeoutException: failed to connect to api.example.com/192.0.2.7 (port 443) from /192.0.2.9 (port 40000) after 10000ms',
    ],
    ['java', 'timed-out', 'connect', undefined, 'originator', '192.0.2.9:40000', 'api.example.com:443'],
  ],
  [
    [
      'System.Net.Http.HttpRequestException: Connection refused (api.example.com:443)',
      ' ---> System.Net.Sockets.SocketException (111): Connection refused',
    ],
    ['dotnet', 'refused', 'connect', 'ECONNREFUSED', 'originator', '', 'api.example.com:443'],
  ],
  [
    [
      'System.Net.Http.HttpRequestException: The SSL connection could not be established, see inner exception.',
      ' ---> System.IO.IOException: Unable to read data from the transport connection: Connection reset by peer.',
      ' ---> System.Net.Sockets.SocketException (104): Connection reset by peer',
    ],
    ['dotnet', 'reset', 'tls-handshake', 'ECONNRESET', 'originator', '', ''],
  ],
  [
    ['The underlying connection was closed: A connection that was expected to be kept alive was closed by the server.'],
    ['dotnet', 'closed-early', 'idle', undefined, 'originator', '', ''],
  ],
  [
    [
      'upstream connect error or disconnect/reset before headers. retried and the latest reset reason: remote connection failure, transport failure reason: delayed connect error: 111',
    ],
    ['envoy', 'refused', 'connect', 'ECONNREFUSED', 'proxy-as-originator', '', ''],
  ],
  [
    ['upstream connect error or disconnect/reset before headers. reset reason: connection termination'],
    ['envoy', 'broken-off', 'waiting-for-response', undefined, 'proxy-as-originator', '', ''],
  ],
  [
    [
      '[2026-01-01T10:00:00.310Z] "GET / HTTP/1.1" 503 UF,URX "-" "-" 0 91 3003 - "-" "curl/8" "id" "a" "192.0.2.7:8080" outbound|8080||svc 192.0.2.5:40000 192.0.2.8:80 192.0.2.9:51022 -',
    ],
    ['envoy', 'not-connected', 'connect', undefined, 'proxy-as-originator', '192.0.2.5:40000', '192.0.2.7:8080'],
  ],
  [
    ['fatal: unable to access ‘https://git.example.com/a.git/’: Recv failure: Connection reset by peer'],
    ['git', 'reset', 'before-response', 'ECONNRESET', 'originator', '', 'git.example.com:443'],
  ],
];

describe('the same failures in the words of other versions', () => {
  for (const [lines, expected] of variants) {
    it(lines.join(' / '), () => {
      const { program, effect, phase, errno, speaker, local, remote } = onlySymptom(...lines);
      assert.deepEqual([program, effect, phase, errno, speaker, endText(local), endText(remote)], expected);
    });
  }
});
