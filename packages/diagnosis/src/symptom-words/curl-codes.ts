import type { Effect } from './effects.ts';
import type { Phase } from './phases.ts';

/** One exit code of curl, which is also what git prints behind `curl`. */
export interface CurlCode {
  readonly code: number;
  readonly name: string;
  /** What the code alone says; the text beside it may say more. */
  readonly effect: Effect;
  readonly phase: Phase;
  readonly phaseBecause: string;
  readonly says: string;
  readonly source: string;
}

const source = 'curl, docs/libcurl/libcurl-errors.md';

export const curlCodes: readonly CurlCode[] = [
  {
    code: 5,
    name: 'CURLE_COULDNT_RESOLVE_PROXY',
    effect: 'name-not-found',
    phase: 'name-resolution',
    phaseBecause: 'code 5 is for the name of the proxy',
    says: "the proxy's name could not be resolved",
    source,
  },
  {
    code: 6,
    name: 'CURLE_COULDNT_RESOLVE_HOST',
    effect: 'name-not-found',
    phase: 'name-resolution',
    phaseBecause: 'code 6 is for the name of the host',
    says: 'the host name could not be resolved',
    source,
  },
  {
    code: 7,
    name: 'CURLE_COULDNT_CONNECT',
    effect: 'not-connected',
    phase: 'connect',
    phaseBecause: 'code 7 is for connect()',
    says: 'connect() failed: mostly refused at once, else after a time-out or by an ICMP error',
    source: `${source}; seen with curl 7.88.1 for a closed port`,
  },
  {
    code: 16,
    name: 'CURLE_HTTP2',
    effect: 'protocol-error',
    phase: 'session',
    phaseBecause: 'code 16 is for the framing of a whole HTTP/2 connection',
    says: 'the HTTP/2 framing broke: something not HTTP/2 came, or the connection ended inside a frame',
    source,
  },
  {
    code: 18,
    name: 'CURLE_PARTIAL_FILE',
    effect: 'closed-early',
    phase: 'download',
    phaseBecause: 'code 18 is for a body that ended too soon, so the response had begun',
    says: 'the connection was closed before the promised end of the body',
    source: `${source}; seen with curl 7.88.1 for a FIN in the body`,
  },
  {
    code: 28,
    name: 'CURLE_OPERATION_TIMEDOUT',
    effect: 'timed-out',
    phase: 'unknown',
    phaseBecause: 'code 28 is for every limit of time that curl was given',
    says: "a limit of time passed: curl's own, or the system's for connecting",
    source,
  },
  {
    code: 35,
    name: 'CURLE_SSL_CONNECT_ERROR',
    effect: 'broken-off',
    phase: 'tls-handshake',
    phaseBecause: 'code 35 is for the TLS handshake',
    says: 'the TLS handshake did not come to its end; the text beside it says how',
    source,
  },
  {
    code: 52,
    name: 'CURLE_GOT_NOTHING',
    effect: 'closed-early',
    phase: 'waiting-for-response',
    phaseBecause: 'code 52 is for a connection that ended with nothing received',
    says: 'the other end closed the connection without a byte of an answer',
    source: `${source}; seen with curl 7.88.1 for a FIN after the request`,
  },
  {
    code: 55,
    name: 'CURLE_SEND_ERROR',
    effect: 'broken-off',
    phase: 'upload',
    phaseBecause: 'code 55 is for sending',
    says: 'sending failed',
    source,
  },
  {
    code: 56,
    name: 'CURLE_RECV_ERROR',
    effect: 'broken-off',
    phase: 'download',
    phaseBecause: 'code 56 is for receiving: in the middle of the response, or while waiting for it',
    says: 'receiving failed',
    source: `${source}; seen with curl 7.88.1 before the first byte, too`,
  },
  {
    code: 60,
    name: 'CURLE_PEER_FAILED_VERIFICATION',
    effect: 'handshake-failed',
    phase: 'tls-handshake',
    phaseBecause: 'certificates are checked during the TLS handshake',
    says: "the peer's certificate was not accepted: no connection failed",
    source,
  },
  {
    code: 92,
    name: 'CURLE_HTTP2_STREAM',
    effect: 'broken-off',
    phase: 'download',
    phaseBecause: 'code 92 is for one stream of a running HTTP/2 connection',
    says: 'one HTTP/2 stream was ended by the other side; the TCP connection may live on',
    source,
  },
  {
    code: 95,
    name: 'CURLE_HTTP3',
    effect: 'protocol-error',
    phase: 'session',
    phaseBecause: 'code 95 is for the HTTP/3 layer',
    says: 'HTTP/3 failed; it runs over QUIC and UDP, so no TCP connection was reset',
    source,
  },
];

const byCode = new Map(curlCodes.map((row) => [row.code, row]));

export function curlCodeOf(code: number): CurlCode | undefined {
  return byCode.get(code);
}
