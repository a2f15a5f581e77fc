import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { endText, measureOf, onlySymptom } from './read-symptoms.ts';

/** Lines of one failure, and what must be read from them: program, effect, phase, errno, the other end. */
type Story = readonly [
  title: string,
  lines: readonly string[],
  expected: readonly [program: string, effect: string, phase: string, errno: string | undefined, remote: string],
];

const tables: Readonly<Record<string, readonly Story[]>> = {
  git: [
    [
      'a clone over HTTPS that lost its download is one failure of four lines (git 2.39, OpenSSL)',
      [
        "Cloning into 'repo'...",
        'Receiving objects:  41% (410/1000), 10.00 MiB | 1.20 MiB/s\rReceiving objects:  42% (420/1000), 12.00 MiB | 1.20 MiB/s',
        'error: RPC failed; curl 56 OpenSSL SSL_read: Connection reset by peer, errno 104',
        'error: 2048 bytes of body are still expected',
        'fetch-pack: unexpected disconnect while reading sideband packet',
        'fatal: early EOF',
        'fatal: fetch-pack: invalid index-pack output',
      ],
      ['git', 'reset', 'download', 'ECONNRESET', ''],
    ],
    [
      'a push that lost its upload (git 2.39, GnuTLS)',
      [
        'Writing objects:  57% (57/100), 8.21 MiB | 18.51 MiB/s',
        'error: RPC failed; curl 55 Send failure: Broken pipe',
        'send-pack: unexpected disconnect while reading sideband packet',
        'fatal: the remote end hung up unexpectedly',
        'Everything up-to-date',
      ],
      ['git', 'broken-pipe', 'upload', 'EPIPE', ''],
    ],
    [
      'a push whose answer was reset is still an upload',
      [
        'error: RPC failed; curl 56 Recv failure: Connection reset by peer',
        'send-pack: unexpected disconnect while reading sideband packet',
        'fatal: the remote end hung up unexpectedly',
      ],
      ['git', 'reset', 'upload', 'ECONNRESET', ''],
    ],
    [
      'a body that ended too soon is a FIN, not a reset (git 2.30)',
      [
        'error: RPC failed; curl 18 transfer closed with outstanding read data remaining',
        'fatal: the remote end hung up unexpectedly',
        'fatal: early EOF',
        'fatal: index-pack failed',
      ],
      ['git', 'closed-early', 'download', undefined, ''],
    ],
    [
      'an HTTP/2 stream that the other side ended is no TCP reset',
      ['error: RPC failed; curl 92 HTTP/2 stream 5 was not closed cleanly: CANCEL (err 8)', 'fatal: early EOF'],
      ['git', 'broken-off', 'download', undefined, ''],
    ],
    [
      'a status that a proxy answered is no failed connection',
      [
        'error: RPC failed; HTTP 413 curl 22 The requested URL returned error: 413',
        'send-pack: unexpected disconnect while reading sideband packet',
        'fatal: the remote end hung up unexpectedly',
      ],
      ['git', 'answered-with-error', 'upload', undefined, ''],
    ],
    [
      'the first request over HTTPS: nothing tells whether its TLS handshake was done (git with NSS)',
      ["fatal: unable to access 'https://git.example.com/': TCP connection reset by peer"],
      ['git', 'reset', 'before-response', 'ECONNRESET', 'git.example.com:443'],
    ],
    [
      'without TLS the request had been sent',
      ["fatal: unable to access 'http://git.example.com/': Recv failure: Connection reset by peer"],
      ['git', 'reset', 'waiting-for-response', 'ECONNRESET', 'git.example.com:80'],
    ],
    [
      'over ssh, the host is in the command that git ran',
      [
        "stderr: ssh -o BatchMode=yes git@git.example.com 'git-upload-pack '",
        'ssh_exchange_identification: read: Connection reset by peer',
        'fatal: Could not read from remote repository.',
      ],
      ['git', 'reset', 'ssh-banner', 'ECONNRESET', 'git.example.com'],
    ],
    [
      'the first request reset in the TLS handshake (git 2.39.5, GnuTLS)',
      [
        "fatal: unable to access 'https://git.example.com/a.git/': gnutls_handshake() failed: The TLS connection was non-properly terminated.",
      ],
      ['git', 'closed-early', 'tls-handshake', undefined, 'git.example.com:443'],
    ],
    [
      'a closed port, whose errno curl 7.88 hides (git 2.39.5)',
      [
        "fatal: unable to access 'http://git.example.com:7199/a.git/': Failed to connect to git.example.com port 7199 after 0 ms: Couldn't connect to server",
      ],
      ['git', 'refused', 'connect', undefined, 'git.example.com:7199'],
    ],
    [
      'an empty reply (git 2.39.5)',
      ["fatal: unable to access 'http://git.example.com:8080/a.git/': Empty reply from server"],
      ['git', 'closed-early', 'waiting-for-response', undefined, 'git.example.com:8080'],
    ],
    [
      'a code alone, as git before 2.9 printed it',
      ['error: RPC failed; result=56, HTTP code = 200', 'fatal: The remote end hung up unexpectedly'],
      ['git', 'broken-off', 'download', undefined, ''],
    ],
    [
      'over ssh: the reset came before the banner (OpenSSH 9.2)',
      [
        'kex_exchange_identification: read: Connection reset by peer',
        'Connection reset by 192.0.2.7 port 22',
        'fatal: Could not read from remote repository.',
        '',
        'Please make sure you have the correct access rights',
        'and the repository exists.',
      ],
      ['git', 'reset', 'ssh-banner', 'ECONNRESET', '192.0.2.7:22'],
    ],
    [
      'over ssh: the connection went away in the middle of a fetch',
      [
        'remote: Compressing objects: 100% (9/9), done.',
        'client_loop: send disconnect: Broken pipe',
        'fetch-pack: unexpected disconnect while reading sideband packet',
        'fatal: early EOF',
        'fatal: fetch-pack: invalid index-pack output',
      ],
      ['git', 'broken-pipe', 'session', 'EPIPE', ''],
    ],
  ],
  curl: [
    [
      'a closed port (7.88.1)',
      ["curl: (7) Failed to connect to 192.0.2.7 port 7199 after 0 ms: Couldn't connect to server"],
      ['curl', 'refused', 'connect', undefined, '192.0.2.7:7199'],
    ],
    [
      'a closed port (7.68)',
      ['curl: (7) Failed to connect to a.example.com port 80: Connection refused'],
      ['curl', 'refused', 'connect', 'ECONNREFUSED', 'a.example.com:80'],
    ],
    [
      'no route',
      ['curl: (7) Failed to connect to a.example.com port 80 after 3078 ms: No route to host'],
      ['curl', 'unreachable', 'connect', 'EHOSTUNREACH', 'a.example.com:80'],
    ],
    [
      'no such name',
      ['curl: (6) Could not resolve host: nosuch.example.com'],
      ['curl', 'name-not-found', 'name-resolution', undefined, 'nosuch.example.com'],
    ],
    [
      'a reset in the handshake (7.88.1)',
      ['curl: (35) Recv failure: Connection reset by peer'],
      ['curl', 'reset', 'tls-handshake', 'ECONNRESET', ''],
    ],
    [
      'a reset in the handshake (7.61, OpenSSL)',
      ['curl: (35) OpenSSL SSL_connect: Connection reset by peer in connection to a.example.com:443 '],
      ['curl', 'reset', 'tls-handshake', 'ECONNRESET', 'a.example.com:443'],
    ],
    [
      'an end of the handshake without errno (7.88.1)',
      ['curl: (35) OpenSSL SSL_connect: SSL_ERROR_SYSCALL in connection to a.example.com:443 '],
      ['curl', 'broken-off', 'tls-handshake', undefined, 'a.example.com:443'],
    ],
    [
      'LibreSSL says it alike',
      ['curl: (35) LibreSSL SSL_connect: SSL_ERROR_SYSCALL in connection to a.example.com:443 '],
      ['curl', 'broken-off', 'tls-handshake', undefined, 'a.example.com:443'],
    ],
    [
      'NSS',
      [
        '* NSS error -5961 (PR_CONNECT_RESET_ERROR)',
        '* TCP connection reset by peer',
        '* Closing connection 0',
        'curl: (35) TCP connection reset by peer',
      ],
      ['curl', 'reset', 'tls-handshake', 'ECONNRESET', ''],
    ],
    [
      'Schannel',
      ['curl: (35) schannel: failed to receive handshake, SSL/TLS connection failed'],
      ['curl', 'broken-off', 'tls-handshake', undefined, ''],
    ],
    ['Windows', ['curl: (56) Recv failure: Connection was reset'], ['curl', 'reset', 'download', 'ECONNRESET', '']],
    [
      'no TLS spoken there',
      ['curl: (35) OpenSSL/3.0.19: error:0A00010B:SSL routines::wrong version number'],
      ['curl', 'handshake-failed', 'tls-handshake', undefined, ''],
    ],
    [
      'GnuTLS, in the middle',
      ['curl: (56) GnuTLS recv error (-54): Error in the pull function.'],
      ['curl', 'broken-off', 'download', undefined, ''],
    ],
    [
      'a body cut short (7.88.1)',
      ['curl: (18) transfer closed with 99995 bytes remaining to read'],
      ['curl', 'closed-early', 'download', undefined, ''],
    ],
    [
      'an empty reply (7.88.1)',
      ['curl: (52) Empty reply from server'],
      ['curl', 'closed-early', 'waiting-for-response', undefined, ''],
    ],
    [
      'silence after the request (7.88.1)',
      ['curl: (28) Operation timed out after 1000 milliseconds with 0 bytes received'],
      ['curl', 'timed-out', 'waiting-for-response', undefined, ''],
    ],
    [
      'silence in the handshake reads as connecting (7.88.1)',
      ['curl: (28) Connection timed out after 1000 milliseconds'],
      ['curl', 'timed-out', 'connect', undefined, ''],
    ],
    [
      'a time-out of the system',
      ['curl: (28) Failed to connect to a.example.com port 443 after 130403 ms: Connection timed out'],
      ['curl', 'timed-out', 'connect', 'ETIMEDOUT', 'a.example.com:443'],
    ],
    [
      'a broken upload',
      ['curl: (55) OpenSSL SSL_write: Broken pipe, errno 32'],
      ['curl', 'broken-pipe', 'upload', 'EPIPE', ''],
    ],
    [
      'EOF without close_notify is a FIN',
      [
        'curl: (56) OpenSSL SSL_read: OpenSSL/3.0.13: error:0A000126:SSL routines::unexpected eof while reading, errno 0',
      ],
      ['curl', 'closed-early', 'download', undefined, ''],
    ],
    [
      'a certificate',
      ['curl: (60) SSL certificate problem: unable to get local issuer certificate'],
      ['curl', 'handshake-failed', 'tls-handshake', undefined, ''],
    ],
    [
      'HTTP/2 framing',
      ['curl: (16) Error in the HTTP2 framing layer'],
      ['curl', 'protocol-error', 'session', undefined, ''],
    ],
    ['HTTP/3', ['curl: (95) HTTP/3 stream 0 reset by server'], ['curl', 'protocol-error', 'session', undefined, '']],
    [
      'with -v, the address is known, and all lines are one failure',
      [
        '*   Trying 192.0.2.7:443...',
        '* Connected to a.example.com (192.0.2.7) port 443 (#0)',
        '* Recv failure: Connection reset by peer',
        '* OpenSSL SSL_connect: Connection reset by peer in connection to a.example.com:443 ',
        '* Closing connection 0',
        'curl: (35) Recv failure: Connection reset by peer',
      ],
      ['curl', 'reset', 'tls-handshake', 'ECONNRESET', 'a.example.com:443'],
    ],
  ],
  ssh: [
    [
      'closed before the banner (9.2)',
      ['kex_exchange_identification: Connection closed by remote host', 'Connection closed by 192.0.2.7 port 22'],
      ['ssh', 'closed-early', 'ssh-banner', undefined, '192.0.2.7:22'],
    ],
    [
      'reset before the banner (7.4)',
      ['ssh_exchange_identification: read: Connection reset by peer'],
      ['ssh', 'reset', 'ssh-banner', 'ECONNRESET', ''],
    ],
    [
      'no banner (9.2)',
      ['Connection timed out during banner exchange', 'Connection to 192.0.2.7 port 22 timed out'],
      ['ssh', 'timed-out', 'ssh-banner', undefined, '192.0.2.7:22'],
    ],
    [
      'a closed port (9.2)',
      ['ssh: connect to host a.example.com port 22: Connection refused'],
      ['ssh', 'refused', 'connect', 'ECONNREFUSED', 'a.example.com:22'],
    ],
    [
      'a time-out',
      ['ssh: connect to host 2001:db8::7 port 22: Connection timed out'],
      ['ssh', 'timed-out', 'connect', 'ETIMEDOUT', '2001:db8::7:22'],
    ],
    [
      'on macOS',
      ['ssh: connect to host a.example.com port 22: Operation timed out'],
      ['ssh', 'timed-out', 'connect', 'ETIMEDOUT', 'a.example.com:22'],
    ],
    [
      'scp (9.2)',
      ['ssh: Could not resolve hostname nosuch.example.com: Name or service not known', 'scp: Connection closed'],
      ['ssh', 'name-not-found', 'name-resolution', undefined, 'nosuch.example.com'],
    ],
    [
      'a session that died (9.2)',
      ['client_loop: send disconnect: Broken pipe'],
      ['ssh', 'broken-pipe', 'session', 'EPIPE', ''],
    ],
    [
      'a session that died (7.4)',
      ['packet_write_wait: Connection to 192.0.2.7 port 22: Broken pipe'],
      ['ssh', 'broken-pipe', 'session', 'EPIPE', '192.0.2.7:22'],
    ],
    [
      'no answer to keep-alives',
      ['Timeout, server a.example.com not responding.'],
      ['ssh', 'timed-out', 'idle', undefined, 'a.example.com'],
    ],
    [
      'sshd, full',
      ['Mar  1 10:00:00 host sshd[812]: drop connection #10 from [192.0.2.9]:51022 on [192.0.2.7]:22 past MaxStartups'],
      ['ssh', 'out-of-resources', 'ssh-banner', undefined, '192.0.2.9:51022'],
    ],
    [
      'rsync over ssh is one failure of rsync',
      [
        'kex_exchange_identification: read: Connection reset by peer',
        'Connection reset by 192.0.2.7 port 22',
        'rsync: connection unexpectedly closed (0 bytes received so far) [Receiver]',
        'rsync error: unexplained error (code 255) at io.c(231) [Receiver=3.2.7]',
      ],
      ['rsync', 'reset', 'ssh-banner', 'ECONNRESET', '192.0.2.7:22'],
    ],
    [
      'rsync, in the middle',
      [
        'rsync: [sender] write error: Broken pipe (32)',
        'rsync error: error in rsync protocol data stream (code 12) at io.c(848) [sender=3.2.3]',
      ],
      ['rsync', 'broken-pipe', 'upload', 'EPIPE', ''],
    ],
    [
      'rsync, too slow',
      [
        '[sender] io timeout after 60 seconds -- exiting',
        'rsync error: timeout in data send/receive (code 30) at io.c(204) [sender=3.2.3]',
      ],
      ['rsync', 'timed-out', 'session', undefined, ''],
    ],
  ],
  wget: [
    [
      'reset after the request (1.21.3)',
      [
        'Connecting to a.example.com (a.example.com)|192.0.2.7|:443... connected.',
        'HTTP request sent, awaiting response... Read error (Connection reset by peer) in headers.',
        'Giving up.',
      ],
      ['wget', 'reset', 'waiting-for-response', 'ECONNRESET', 'a.example.com:443'],
    ],
    [
      'reset in the body (1.21.3)',
      ['2026-03-01 10:00:00 (1.10 MB/s) - Read error at byte 5/100000 (Connection reset by peer). Giving up.'],
      ['wget', 'reset', 'download', 'ECONNRESET', ''],
    ],
    [
      'a FIN in the body (1.21.3)',
      ['2026-03-01 10:00:00 (1.04 MB/s) - Connection closed at byte 5. Giving up.'],
      ['wget', 'closed-early', 'download', undefined, ''],
    ],
    [
      'a FIN in a chunked body has no errno (1.21.3)',
      ['2026-03-01 10:00:00 (662 KB/s) - Read error at byte 5 (Success).Giving up.'],
      ['wget', 'broken-off', 'download', undefined, ''],
    ],
    [
      'reset in the handshake (1.21.3)',
      [
        'Connecting to 192.0.2.7:443... connected.',
        'GnuTLS: Error in the pull function.',
        'Unable to establish SSL connection.',
      ],
      ['wget', 'broken-off', 'tls-handshake', undefined, '192.0.2.7:443'],
    ],
    [
      'a closed port (1.21.3)',
      ['Connecting to 192.0.2.7:7199... failed: Connection refused.'],
      ['wget', 'refused', 'connect', 'ECONNREFUSED', '192.0.2.7:7199'],
    ],
    [
      'no such name, with quotation marks of UTF-8 (1.21.3)',
      ['wget: unable to resolve host address ‘nosuch.example.com’'],
      ['wget', 'name-not-found', 'name-resolution', undefined, 'nosuch.example.com'],
    ],
  ],
  'programs in Go': [
    [
      'docker push, reset (2015)',
      [
        '[info] time="2015-07-30T10:00:31+02:00" level=fatal msg="Error pushing to registry: Put https://registry.example.com/v2/a/blobs/uploads/e60c?_state=secret&digest=sha256: read tcp 192.0.2.7:443: connection reset by peer"',
      ],
      ['go', 'reset', 'upload', 'ECONNRESET', '192.0.2.7:443'],
    ],
    [
      'docker pull, reset',
      [
        'error pulling image configuration: download failed after attempts=6: Get "https://cdn.example.com/x": read tcp 192.0.2.9:51022->192.0.2.7:443: read: connection reset by peer',
      ],
      ['go', 'reset', 'waiting-for-response', 'ECONNRESET', '192.0.2.7:443'],
    ],
    [
      'containerd, IPv6',
      [
        'failed to do request: Head "https://registry.example.com/v2/a/manifests/1": dial tcp [2001:db8::7]:443: connect: network is unreachable',
      ],
      ['go', 'unreachable', 'connect', 'ENETUNREACH', '2001:db8::7:443'],
    ],
    [
      'podman, refused',
      [
        'Error: initializing source docker://a: pinging container registry a: Get "https://a.example.com/v2/": dial tcp 192.0.2.7:443: connect: connection refused',
      ],
      ['go', 'refused', 'connect', 'ECONNREFUSED', '192.0.2.7:443'],
    ],
    [
      'no answer to the SYN',
      ['Error response from daemon: Get "https://a.example.com/v2/": dial tcp 192.0.2.7:443: i/o timeout'],
      ['go', 'timed-out', 'connect', undefined, '192.0.2.7:443'],
    ],
    [
      'no name',
      ['dial tcp: lookup a.example.com on 192.0.2.53:53: no such host'],
      ['go', 'name-not-found', 'name-resolution', undefined, 'a.example.com'],
    ],
    [
      'the DNS server was silent',
      [
        'Get "https://a.example.com/v2/": dial tcp: lookup a.example.com on 192.0.2.53:53: read udp 192.0.2.9:40000->192.0.2.53:53: i/o timeout',
      ],
      ['go', 'timed-out', 'name-resolution', undefined, 'a.example.com'],
    ],
    [
      'TLS handshake timeout',
      ['Error response from daemon: Get "https://a.example.com/v2/": net/http: TLS handshake timeout'],
      ['go', 'timed-out', 'tls-handshake', undefined, 'a.example.com:443'],
    ],
    [
      'a kept connection that was closed',
      ['Post "https://a.example.com/api": http: server closed idle connection'],
      ['go', 'closed-early', 'idle', undefined, 'a.example.com:443'],
    ],
    [
      'EOF of an upload',
      ['Put "https://a.example.com/v2/x/blobs/uploads/1": EOF'],
      ['go', 'closed-early', 'upload', undefined, 'a.example.com:443'],
    ],
    [
      'EOF of a request',
      ['Get "https://a.example.com:5000/v2/": EOF'],
      ['go', 'closed-early', 'waiting-for-response', undefined, 'a.example.com:5000'],
    ],
    ['unexpected EOF', ['error: failed to copy: unexpected EOF'], ['go', 'closed-early', 'download', undefined, '']],
    [
      'broken pipe',
      ['write tcp 192.0.2.9:51022->192.0.2.7:443: write: broken pipe'],
      ['go', 'broken-pipe', 'session', 'EPIPE', '192.0.2.7:443'],
    ],
    [
      'closed by itself',
      ['read tcp 192.0.2.9:51022->192.0.2.7:443: use of closed network connection'],
      ['go', 'closed-locally', 'unknown', undefined, '192.0.2.7:443'],
    ],
    [
      'Windows',
      [
        'Get "https://a.example.com/": read tcp 192.0.2.9:51022->192.0.2.7:443: wsarecv: An existing connection was forcibly closed by the remote host.',
      ],
      ['go', 'reset', 'waiting-for-response', 'ECONNRESET', '192.0.2.7:443'],
    ],
    [
      'a server in Go',
      ['2026/03/01 10:00:00 http: TLS handshake error from 192.0.2.9:51022: EOF'],
      ['go', 'closed-early', 'tls-handshake', undefined, '192.0.2.9:51022'],
    ],
    [
      'the time of a request was over',
      ['Get "https://a.example.com/v2/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)'],
      ['go', 'timed-out', 'waiting-for-response', undefined, 'a.example.com:443'],
    ],
  ],
  'Node.js': [
    [
      'a reset (24)',
      [
        'Error: read ECONNRESET',
        '    at TCP.onStreamRead (node:internal/stream_base_commons:216:20) {',
        '  errno: -104,',
        "  code: 'ECONNRESET',",
        "  syscall: 'read'",
        '}',
      ],
      ['node', 'reset', 'session', 'ECONNRESET', ''],
    ],
    [
      'a FIN instead of a response is no reset, although the code says so (24)',
      [
        'Error: socket hang up',
        '    at Socket.socketOnEnd (node:_http_client:790:25)',
        '    at Socket.emit (node:events:526:24) {',
        "  code: 'ECONNRESET'",
        '}',
      ],
      ['node', 'closed-early', 'waiting-for-response', 'ECONNRESET', ''],
    ],
    [
      'a FIN in the handshake (24)',
      [
        'Error: Client network socket disconnected before secure TLS connection was established',
        '    at TLSSocket.onConnectEnd (node:internal/tls/wrap:1827:19) {',
        "  code: 'ECONNRESET',",
        '  path: null,',
        "  host: '192.0.2.7',",
        '  port: 443,',
        '}',
      ],
      ['node', 'closed-early', 'tls-handshake', 'ECONNRESET', '443'],
    ],
    [
      'a closed port (24)',
      [
        'Error: connect ECONNREFUSED 192.0.2.7:443',
        '    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:2021:16) {',
        '  errno: -111,',
        "  code: 'ECONNREFUSED',",
        "  syscall: 'connect',",
        "  address: '192.0.2.7',",
        '  port: 443',
        '}',
      ],
      ['node', 'refused', 'connect', 'ECONNREFUSED', '192.0.2.7:443'],
    ],
    [
      'fetch, a FIN instead of a response (24)',
      [
        'TypeError: fetch failed',
        '    at node:internal/deps/undici/undici:13502:13 {',
        '  [cause]: SocketError: other side closed',
        '      at Socket.onHttpSocketEnd (node:internal/deps/undici/undici:7833:26) {',
        "    code: 'UND_ERR_SOCKET',",
        '    socket: {',
        "      localAddress: '192.0.2.9',",
        '      localPort: 45090,',
        "      remoteAddress: '192.0.2.7',",
        '      remotePort: 7104,',
        "      remoteFamily: 'IPv4',",
        '      timeout: undefined,',
        '      bytesWritten: 169,',
        '      bytesRead: 0',
        '    }',
        '  }',
        '}',
      ],
      ['node', 'closed-early', 'waiting-for-response', undefined, '192.0.2.7:7104'],
    ],
    [
      'fetch, a reset in the body (24)',
      [
        'TypeError: terminated',
        '    at Fetch.onAborted (node:internal/deps/undici/undici:13877:53) {',
        '  [cause]: Error: read ECONNRESET',
        '      at TCP.onStreamRead (node:internal/stream_base_commons:216:20) {',
        '    errno: -104,',
        "    code: 'ECONNRESET',",
      ],
      ['node', 'reset', 'download', 'ECONNRESET', ''],
    ],
    [
      'undici, connecting',
      [
        'TypeError: fetch failed',
        '  [cause]: ConnectTimeoutError: Connect Timeout Error (attempted address: a.example.com:443, timeout: 10000ms)',
        "    code: 'UND_ERR_CONNECT_TIMEOUT'",
      ],
      ['node', 'timed-out', 'connect', undefined, 'a.example.com:443'],
    ],
    [
      'undici, waiting',
      ['[cause]: HeadersTimeoutError: Headers Timeout Error', "    code: 'UND_ERR_HEADERS_TIMEOUT'"],
      ['node', 'timed-out', 'waiting-for-response', undefined, ''],
    ],
    [
      'no name (24)',
      ['Error: getaddrinfo ENOTFOUND nosuch.example.com'],
      ['node', 'name-not-found', 'name-resolution', undefined, 'nosuch.example.com'],
    ],
    ['EPIPE', ['Error: write EPIPE'], ['node', 'broken-pipe', 'session', 'EPIPE', '']],
    [
      'npm',
      [
        'npm error code ECONNRESET',
        'npm error network request to https://registry.example.com/x failed, reason: read ECONNRESET',
      ],
      ['node', 'reset', 'session', 'ECONNRESET', 'registry.example.com:443'],
    ],
    [
      'no TLS spoken there (24)',
      [
        'Error: write EPROTO 406D6F36C67F0000:error:0A00010B:SSL routines:tls_validate_record_header:wrong version number:../deps/openssl/openssl/ssl/record/methods/tlsany_meth.c:77:',
      ],
      ['node', 'handshake-failed', 'tls-handshake', undefined, ''],
    ],
  ],
  Python: [
    [
      'a reset in requests is one failure of three exceptions (3.11, requests 2.34)',
      [
        'Traceback (most recent call last):',
        '  File "connectionpool.py", line 787, in urlopen',
        'ConnectionResetError: [Errno 104] Connection reset by peer',
        '',
        'During handling of the above exception, another exception occurred:',
        '',
        "urllib3.exceptions.ProtocolError: ('Connection aborted.', ConnectionResetError(104, 'Connection reset by peer'))",
        '',
        'During handling of the above exception, another exception occurred:',
        '',
        'Traceback (most recent call last):',
        "requests.exceptions.ConnectionError: ('Connection aborted.', ConnectionResetError(104, 'Connection reset by peer'))",
      ],
      ['python', 'reset', 'waiting-for-response', 'ECONNRESET', ''],
    ],
    [
      'a reset in the body',
      [
        "requests.exceptions.ChunkedEncodingError: (\"Connection broken: ConnectionResetError(104, 'Connection reset by peer')\", ConnectionResetError(104, 'Connection reset by peer'))",
      ],
      ['python', 'reset', 'download', 'ECONNRESET', ''],
    ],
    [
      'a FIN instead of a response',
      [
        "requests.exceptions.ConnectionError: ('Connection aborted.', RemoteDisconnected('Remote end closed connection without response'))",
      ],
      ['python', 'closed-early', 'waiting-for-response', undefined, ''],
    ],
    [
      'a FIN in the body',
      ['http.client.IncompleteRead: IncompleteRead(5 bytes read, 99995 more expected)'],
      ['python', 'closed-early', 'download', undefined, ''],
    ],
    [
      'a closed port',
      [
        "requests.exceptions.ConnectionError: HTTPConnectionPool(host='a.example.com', port=7199): Max retries exceeded with url: / (Caused by NewConnectionError(\"HTTPConnection(host='a.example.com', port=7199): Failed to establish a new connection: [Errno 111] Connection refused\"))",
      ],
      ['python', 'refused', 'connect', 'ECONNREFUSED', 'a.example.com:7199'],
    ],
    [
      'a FIN in the handshake',
      [
        "requests.exceptions.SSLError: HTTPSConnectionPool(host='a.example.com', port=443): Max retries exceeded with url: / (Caused by SSLError(SSLEOFError(8, '[SSL: UNEXPECTED_EOF_WHILE_READING] EOF occurred in violation of protocol (_ssl.c:1006)')))",
      ],
      ['python', 'closed-early', 'tls-handshake', undefined, 'a.example.com:443'],
    ],
    [
      'silence',
      [
        "requests.exceptions.ReadTimeout: HTTPConnectionPool(host='a.example.com', port=80): Read timed out. (read timeout=1)",
      ],
      ['python', 'timed-out', 'waiting-for-response', undefined, 'a.example.com:80'],
    ],
    [
      'a reset without requests',
      ['ConnectionResetError: [Errno 104] Connection reset by peer'],
      ['python', 'reset', 'unknown', 'ECONNRESET', ''],
    ],
    [
      'on macOS',
      ['ConnectionResetError: [Errno 54] Connection reset by peer'],
      ['python', 'reset', 'unknown', 'ECONNRESET', ''],
    ],
    [
      'on Windows',
      ['ConnectionResetError: [WinError 10054] An existing connection was forcibly closed by the remote host'],
      ['python', 'reset', 'unknown', 'ECONNRESET', ''],
    ],
    [
      'pip',
      [
        "WARNING: Retrying (Retry(total=4)) after connection broken by 'ReadTimeoutError(\"HTTPSConnectionPool(host='pypi.example.com', port=443): Read timed out. (read timeout=15)\")': /simple/x/",
      ],
      ['python', 'timed-out', 'waiting-for-response', undefined, 'pypi.example.com:443'],
    ],
    [
      'aiohttp',
      ['aiohttp.client_exceptions.ServerDisconnectedError: Server disconnected'],
      ['python', 'closed-early', 'waiting-for-response', undefined, ''],
    ],
  ],
  Java: [
    [
      'a reset (17)',
      [
        'java.net.SocketException: Connection reset',
        '\tat java.base/sun.nio.ch.NioSocketImpl.implRead(NioSocketImpl.java:328)',
      ],
      ['java', 'reset', 'unknown', 'ECONNRESET', ''],
    ],
    [
      'a reset in Netty',
      ['java.io.IOException: Connection reset by peer'],
      ['java', 'reset', 'unknown', 'ECONNRESET', ''],
    ],
    [
      'a broken pipe',
      [
        '2026-03-01 10:00:00.123 ERROR --- org.apache.catalina.connector.ClientAbortException: java.io.IOException: Broken pipe',
        'java.io.IOException: Broken pipe',
      ],
      ['java', 'broken-pipe', 'unknown', 'EPIPE', ''],
    ],
    [
      'the handshake was cut off by a FIN (17)',
      [
        'javax.net.ssl.SSLHandshakeException: Remote host terminated the handshake',
        '\tat java.base/sun.security.ssl.SSLSocketImpl.handleEOF(SSLSocketImpl.java:1715)',
        'Caused by: java.io.EOFException: SSL peer shut down incorrectly',
      ],
      ['java', 'closed-early', 'tls-handshake', undefined, ''],
    ],
    [
      'the handshake ended, nobody knows how (17)',
      ['javax.net.ssl.SSLHandshakeException: Remote host terminated the handshake'],
      ['java', 'broken-off', 'tls-handshake', undefined, ''],
    ],
    [
      'a TLS alert',
      ['javax.net.ssl.SSLHandshakeException: Received fatal alert: handshake_failure'],
      ['java', 'handshake-failed', 'tls-handshake', undefined, ''],
    ],
    [
      'a read time-out (17)',
      ['java.net.SocketTimeoutException: Read timed out'],
      ['java', 'timed-out', 'waiting-for-response', undefined, ''],
    ],
    [
      'a connect time-out',
      ['java.net.SocketTimeoutException: connect timed out'],
      ['java', 'timed-out', 'connect', undefined, ''],
    ],
    [
      'a closed port',
      ['java.net.ConnectException: Connection refused (Connection refused)'],
      ['java', 'refused', 'connect', 'ECONNREFUSED', ''],
    ],
    [
      'Apache HttpClient',
      ['org.apache.http.NoHttpResponseException: a.example.com:443 failed to respond'],
      ['java', 'closed-early', 'waiting-for-response', undefined, 'a.example.com:443'],
    ],
    [
      'Reactor Netty',
      ['reactor.netty.http.client.PrematureCloseException: Connection prematurely closed BEFORE response'],
      ['java', 'closed-early', 'waiting-for-response', undefined, ''],
    ],
    [
      'java.net.http tells a RST and a FIN alike (17)',
      [
        'java.io.IOException: HTTP/1.1 header parser received no bytes',
        'Caused by: java.io.IOException: HTTP/1.1 header parser received no bytes',
      ],
      ['java', 'broken-off', 'waiting-for-response', undefined, ''],
    ],
    [
      'no name (17)',
      ['java.net.UnknownHostException: nosuch.example.com'],
      ['java', 'name-not-found', 'name-resolution', undefined, 'nosuch.example.com'],
    ],
  ],
  'Rust and .NET': [
    ['std', ['Error: Connection reset by peer (os error 104)'], ['rust', 'reset', 'unknown', 'ECONNRESET', '']],
    ['std on macOS', ['Error: Connection reset by peer (os error 54)'], ['rust', 'reset', 'unknown', 'ECONNRESET', '']],
    [
      'std on Windows',
      ['Error: An existing connection was forcibly closed by the remote host. (os error 10054)'],
      ['rust', 'reset', 'unknown', 'ECONNRESET', ''],
    ],
    [
      'reqwest, refused',
      [
        'error sending request for url (https://a.example.com/x): error trying to connect: tcp connect error: Connection refused (os error 111)',
      ],
      ['rust', 'refused', 'connect', 'ECONNREFUSED', 'a.example.com:443'],
    ],
    [
      'hyper',
      ['error sending request for url (https://a.example.com/x): connection closed before message completed'],
      ['rust', 'closed-early', 'waiting-for-response', undefined, 'a.example.com:443'],
    ],
    [
      'debug form',
      ['called `Result::unwrap()` on an `Err` value: Os { code: 32, kind: BrokenPipe, message: "Broken pipe" }'],
      ['rust', 'broken-pipe', 'unknown', 'EPIPE', ''],
    ],
    [
      '.NET',
      [
        'System.Net.Http.HttpRequestException: An error occurred while sending the request.',
        ' ---> System.IO.IOException: Unable to read data from the transport connection: Connection reset by peer.',
        ' ---> System.Net.Sockets.SocketException (104): Connection reset by peer',
      ],
      ['dotnet', 'reset', 'session', 'ECONNRESET', ''],
    ],
    [
      'any other program',
      ['ERROR worker: upload of part 7: Connection reset by peer'],
      ['other', 'reset', 'unknown', 'ECONNRESET', ''],
    ],
  ],
};

for (const [program, stories] of Object.entries(tables)) {
  describe(program, () => {
    for (const [title, lines, expected] of stories) {
      it(title, () => {
        const symptom = onlySymptom(...lines);
        assert.deepEqual(
          [symptom.program, symptom.effect, symptom.phase, symptom.errno, endText(symptom.remote)],
          expected,
        );
        assert.equal(symptom.count, 1);
        assert.equal(symptom.log, 'client-log');
        assert.ok(symptom.sayings.length > 0 && symptom.phaseBecause !== '');
      });
    }
  });
}

describe('what else a client tells', () => {
  it('all lines of one failure are its evidence, with their numbers', () => {
    const symptom = onlySymptom(
      'x',
      'error: RPC failed; curl 56 Recv failure: Connection reset by peer',
      'y',
      'fatal: early EOF',
      'fatal: index-pack failed',
    );
    assert.deepEqual(
      symptom.lines.map(({ line }) => line),
      [2, 4, 5],
    );
    assert.match(symptom.lines[1]?.text ?? '', /early EOF/);
  });

  it('how far a fetch had come is told by the last progress before it ended', () => {
    const symptom = onlySymptom(
      'Receiving objects:   7% (1/14)\rReceiving objects:  42% (6/14), 12.00 MiB | 1.20 MiB/s',
      'fatal: early EOF',
    );
    assert.equal(measureOf(symptom, 'percent done'), 42);
    assert.equal(measureOf(symptom, 'bytes transferred'), 12 * 1024 * 1024);
  });

  it('bytes and times are read, with their units', () => {
    assert.equal(
      measureOf(onlySymptom('curl: (18) transfer closed with 99995 bytes remaining to read'), 'bytes still missing'),
      99_995,
    );
    const timed = onlySymptom(
      'curl: (28) Operation timed out after 30001 milliseconds with 524 out of 1048 bytes received',
    );
    assert.equal(measureOf(timed, 'milliseconds until it failed'), 30_001);
    assert.equal(measureOf(timed, 'bytes received'), 524);
    assert.equal(measureOf(timed, 'bytes expected'), 1048);
    assert.equal(timed.phase, 'download');
    assert.equal(
      measureOf(onlySymptom('[sender] io timeout after 60 seconds -- exiting'), 'milliseconds until it failed'),
      60_000,
    );
  });

  it('Go names both ends, so the connection can be found in a capture; a name or one end is not enough', () => {
    const whole = onlySymptom('read tcp 192.0.2.9:51022->192.0.2.7:443: read: connection reset by peer');
    assert.equal(whole.isTupleComplete, true);
    assert.deepEqual([endText(whole.local), endText(whole.remote)], ['192.0.2.9:51022', '192.0.2.7:443']);
    assert.equal(onlySymptom('read tcp 192.0.2.7:443: connection reset by peer').isTupleComplete, false);
    assert.equal(
      onlySymptom('curl: (7) Failed to connect to a.example.com port 80: Connection refused').isTupleComplete,
      false,
    );
  });

  it('Node.js tells both ends in the lines below the error', () => {
    const symptom = onlySymptom(
      '[cause]: SocketError: other side closed',
      "  localAddress: '192.0.2.9',",
      '  localPort: 45090,',
      "  remoteAddress: '192.0.2.7',",
      '  remotePort: 443,',
      '  bytesWritten: 169,',
      '  bytesRead: 48',
    );
    assert.equal(symptom.isTupleComplete, true);
    assert.equal(measureOf(symptom, 'bytes sent'), 169);
    assert.equal(measureOf(symptom, 'bytes received'), 48);
  });

  it('curl -v tells name and address of the same end', () => {
    const { remote } = onlySymptom(
      '* Connected to a.example.com (192.0.2.7) port 443 (#0)',
      'curl: (56) Recv failure: Connection reset by peer',
    );
    assert.deepEqual(remote, { ip: '192.0.2.7', port: 443, name: 'a.example.com', label: undefined });
  });

  it('a server says that it is the responder', () => {
    assert.equal(onlySymptom('http: TLS handshake error from 192.0.2.9:51022: EOF').speaker, 'responder');
    assert.equal(
      onlySymptom('sshd[1]: drop connection #10 from [192.0.2.9]:51022 on [192.0.2.7]:22 past MaxStartups').speaker,
      'responder',
    );
    assert.equal(onlySymptom('java.net.SocketException: Connection reset').speaker, 'unknown');
    assert.equal(onlySymptom('curl: (52) Empty reply from server').speaker, 'originator');
  });

  for (const line of [
    'fatal: Could not read from remote repository.',
    'TypeError: fetch failed',
    'Receiving objects: 100% (14/14), 12.00 MiB | 1.20 MiB/s, done.',
    '* Connected to a.example.com (192.0.2.7) port 443 (#0)',
    'rsync error: some files could not be transferred (code 23) at main.c(1338) [sender=3.2.7]',
    'scp: Connection closed',
    'Server listening on port: 8080',
    'java.lang.IllegalStateException: Connection reset counter is negative',
    'curl: try curl --help for more information',
    'if (error.code === "ECONNRESET") retry();',
    'Exception: connection pool exhausted',
  ]) {
    it(`"${line}" alone is no failure of a connection`, () => {
      assert.throws(() => onlySymptom(line), /^Error: 0 symptoms/);
    });
  }
});
