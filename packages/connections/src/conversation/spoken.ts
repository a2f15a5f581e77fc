import type { HttpBody } from './http-end.ts';

/** The newest HTTP/1 message of an end whose beginning the capture holds. Sequence numbers are unsigned. */
export interface HttpMessage {
  readonly kind: 'request' | 'response';
  readonly frame: number;
  readonly instantNs: number;
  /** Of its first byte. */
  readonly sequence: number;
  /** 0 of HTTP/1.0, else 1. */
  readonly minorVersion: 0 | 1;
  /** Of a request: its own. Of a response: that of the request that it answers, when that is known. */
  readonly method: string | undefined;
  /** Of a request: its target without the query, at most as long as a note holds (with `…` where it was cut); undefined when a later text took its place. */
  readonly target: string | undefined;
  /** Of a response. */
  readonly status: number | undefined;
  /** Of a response: frame of the request that it answers, when that is known. */
  readonly answersFrame: number | undefined;
  /** Start line, header and the empty line; undefined when the header goes on beyond the segment, or was cut off by the capture. */
  readonly headerBytes: number | undefined;
  /** Content-Length, when it is one number. */
  readonly contentLength: number | undefined;
  readonly body: HttpBody;
  /** The number after its last byte, when the message says where it ends, and that is less than 2 GiB away. */
  readonly endSequence: number | undefined;
  /** The Connection header's word on it. */
  readonly connection: 'close' | 'keep-alive' | undefined;
  /** Whether the connection ends with this exchange (RFC 9112 section 9.3); undefined when what was captured of the header leaves it open. */
  readonly isLast: boolean | undefined;
  /** `Keep-Alive: timeout=`, in seconds. */
  readonly keepAliveSeconds: number | undefined;
  readonly expectsContinue: boolean;
  /** A 400 whose text says that the port expects TLS. */
  readonly wantsTls: boolean;
}

/** A TLS alert that can be read. */
export interface TlsAlert {
  readonly frame: number;
  readonly level: 'warning' | 'fatal';
  /** Its number; RFC 8446 section 6 and RFC 5246 section 7.2 name them. */
  readonly description: number;
}

/** What an end said in TLS, as far as it can be read. */
export interface TlsWords {
  /** The first record. */
  readonly frame: number;
  /** The first that holds true, from the last of a handshake to its beginning. */
  readonly clientHello: boolean;
  readonly serverHello: boolean;
  readonly helloRetry: boolean;
  readonly certificate: boolean;
  readonly serverHelloDone: boolean;
  readonly clientKeyExchange: boolean;
  readonly changeCipherSpec: boolean;
  /** Behind ChangeCipherSpec: Finished. */
  readonly encryptedHandshake: boolean;
  readonly applicationData: boolean;
  readonly earlyData: boolean;
  /** The highest version offered by a ClientHello, or the one chosen by a ServerHello, as its two bytes (0x0304: TLS 1.3). */
  readonly version: number | undefined;
  /** Server name (SNI) of the ClientHello. */
  readonly serverName: string | undefined;
  /** The first fatal one, else the newest. */
  readonly alert: TlsAlert | undefined;
  /** The first record of application data is just as long as one encrypted alert, where TLS 1.3 expects Finished. */
  readonly encryptedAlertFrame: number | undefined;
  readonly applicationDataFrame: number | undefined;
  /** The newest segment that begins with an alert which is encrypted, and has no data beside it. Once a handshake is finished that is mostly close_notify. */
  readonly lastAlertFrame: number | undefined;
}

/** The first line of an SSH end. */
export interface SshWords {
  readonly frame: number;
  readonly kind: 'banner' | 'refusal';
  readonly text: string;
}

/** What one end said in the protocols that are read. */
export interface SpokenByEnd {
  readonly http: HttpMessage | undefined;
  readonly tls: TlsWords | undefined;
  readonly ssh: SshWords | undefined;
}

/** What was said on a connection, where the beginnings of HTTP/1 messages, TLS records or SSH lines were captured. */
export interface Spoken {
  /** What a ClientHello got instead of an answer in TLS: other payload, or the end of the connection. */
  readonly unansweredHello: 'other' | 'silence' | undefined;
  readonly originator: SpokenByEnd;
  readonly responder: SpokenByEnd;
}
