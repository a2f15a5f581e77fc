import type { Wording } from './wording.ts';

const okHttp = 'OkHttp';
/** `api.example.com/192.0.2.7:443`, `/192.0.2.7:443`: an InetSocketAddress as text. */
const socketAddress = String.raw`(?<host>[\w.-]{1,253})?\/(?<ip>[0-9.]{7,15}|\[?[0-9a-f:]{2,45}\]?):(?<port>\d{1,5})`;

/** What Netty, OkHttp and Apache HttpClient say of a connection, with the addresses that they name. */
export const javaClientTexts: readonly Wording[] = [
  {
    example:
      'io.netty.channel.AbstractChannel$AnnotatedConnectException: finishConnect(..) failed: Connection refused: api.example.com/192.0.2.7:8080',
    pattern: new RegExp(
      String.raw`ConnectException: (?:finishConnect\(\.\.\) failed: )?(?<error>Connection refused|Connection timed out|No route to host|Network is unreachable)(?: \([^)\n]{1,80}\))?: ${socketAddress}`,
    ),
    speaker: 'originator',
    effectWeight: 3,
    phase: 'connect',
    phaseWeight: 3,
    phaseBecause: 'the exception is that of connecting',
    says: 'connect() failed',
    source: 'Netty, AbstractChannel.AnnotatedConnectException',
  },
  {
    example:
      'io.netty.channel.ConnectTimeoutException: connection timed out after 30000 ms: api.example.com/192.0.2.7:8080',
    pattern: new RegExp(
      String.raw`ConnectTimeoutException: connection timed out(?: after (?<ms>\d{1,9}) ms)?: ${socketAddress}`,
    ),
    speaker: 'originator',
    effect: 'timed-out',
    effectWeight: 3,
    phase: 'connect',
    phaseWeight: 3,
    phaseBecause: 'the text names it',
    says: 'no connection was established in the time that the program allows',
    source: 'Netty, AbstractNioChannel',
  },
  {
    example:
      'java.net.SocketTimeoutException: failed to connect to api.example.com/192.0.2.7 (port 443) from /192.0.2.9 (port 40000) after 10000ms',
    pattern:
      /failed to connect to (?<host>[\w.-]{1,253})?\/(?<ip>[0-9a-f.:]{2,45}) \(port (?<port>\d{1,5})\)(?: from \/(?<localHost>[0-9a-f.:]{2,45}) \(port (?<localPort>\d{1,5})\))? after (?<ms>\d{1,9})ms(?:: [^\n]{0,80}?(?<errno>E[A-Z]{4,14}))?/,
    speaker: 'originator',
    effect: 'timed-out',
    effectWeight: 1,
    phase: 'connect',
    phaseWeight: 3,
    phaseBecause: 'the text names it',
    says: 'no connection was established in the time that the program allows',
    source: 'Android, libcore/io/IoBridge.java, createMessageForException()',
  },
  {
    example: 'java.net.ConnectException: Failed to connect to api.example.com/192.0.2.7:443',
    pattern: new RegExp(`ConnectException: Failed to connect to ${socketAddress}`),
    speaker: 'originator',
    effect: 'not-connected',
    effectWeight: 1,
    phase: 'connect',
    phaseWeight: 3,
    phaseBecause: 'the exception is that of connecting',
    says: 'connect() failed, mostly refused; what the system said stands in the cause below it',
    source: `${okHttp}, internal/connection, connectSocket()`,
  },
  {
    example:
      'org.apache.http.conn.HttpHostConnectException: Connect to api.example.com:443 [api.example.com/192.0.2.7] failed: Connection refused',
    pattern:
      /Exception: Connect to (?:https?:\/\/)?(?<host>[\w.-]{1,253}):(?<port>\d{1,5}) \[[\w.-]{0,253}\/(?<ip>[0-9a-f.:]{2,45})[^\]\n]{0,500}\] failed: (?<error>Connection refused|Connection timed out|No route to host|Network is unreachable)/,
    speaker: 'originator',
    effectWeight: 3,
    phase: 'connect',
    phaseWeight: 3,
    phaseBecause: 'the exception is that of connecting',
    says: 'connect() failed',
    source: 'Apache HttpClient, HttpHostConnectException',
  },
  {
    example:
      'org.apache.http.conn.ConnectTimeoutException: Connect to api.example.com:443 [api.example.com/192.0.2.7] failed: connect timed out',
    pattern:
      /Exception: Connect to (?:https?:\/\/)?(?<host>[\w.-]{1,253}):(?<port>\d{1,5}) \[[\w.-]{0,253}\/(?<ip>[0-9a-f.:]{2,45})[^\]\n]{0,500}\] failed: (?:[Cc]onnect timed out|Read timed out)/,
    speaker: 'originator',
    effect: 'timed-out',
    effectWeight: 3,
    phase: 'connect',
    phaseWeight: 3,
    phaseBecause: 'the exception is that of connecting',
    says: 'no connection was established in the time that the program allows',
    source: 'Apache HttpClient, ConnectTimeoutException',
  },
  {
    example: 'io.netty.handler.ssl.SslHandshakeTimeoutException: handshake timed out after 10000ms',
    pattern: /(?:SslHandshakeTimeoutException|SSLException): handshake timed out(?: after (?<ms>\d{1,9})ms)?/,
    effect: 'timed-out',
    effectWeight: 3,
    phase: 'tls-handshake',
    phaseWeight: 3,
    phaseBecause: 'the exception is that of the handshake',
    says: 'the TLS handshake did not come to its end in time',
    source: 'Netty, SslHandler',
  },
  {
    example: 'java.io.IOException: unexpected end of stream on https://api.example.com/...',
    pattern: /IOException: unexpected end of stream on (?<url>https?:\/\/[^\s]{3,500})/,
    speaker: 'originator',
    effect: 'closed-early',
    effectWeight: 2,
    phase: 'waiting-for-response',
    phaseWeight: 3,
    phaseBecause: 'the headers of the response were awaited',
    says: 'the other side ended the connection without a response, perhaps one taken up again',
    source: `${okHttp}, Http1ExchangeCodec, readResponseHeaders()`,
  },
  {
    example: 'java.net.ProtocolException: unexpected end of stream',
    pattern: /(?:ProtocolException|IOException): unexpected end of stream$/,
    speaker: 'originator',
    effect: 'closed-early',
    effectWeight: 2,
    phase: 'download',
    phaseWeight: 3,
    phaseBecause: 'the body of the response had begun',
    says: 'a FIN came before the promised end of the body',
    source: `${okHttp}, Http1ExchangeCodec, FixedLengthSource`,
  },
  {
    example: '[id: 0x1234abcd, L:/192.0.2.9:40000 - R:api.example.com/192.0.2.7:443] The connection observed an error',
    pattern: new RegExp(
      String.raw`\bL:\/(?<localHost>[0-9.]{7,15}|[0-9a-f:]{2,45}):(?<localPort>\d{1,5}) [-!] R:${socketAddress}\]`,
    ),
    role: 'context',
    says: 'both ends of the connection',
    source: 'Netty, AbstractChannel.toString(); Reactor Netty puts it before its messages',
  },
];
