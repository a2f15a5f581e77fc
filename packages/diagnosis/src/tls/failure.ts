import { RST } from '@fivewhys/capture';
import type { Connection, HttpMessage, Side, Spoken, SshWords, TlsAlert } from '@fivewhys/connections';

/** What payload says by itself of a TLS handshake that failed. */
export type TlsFailure =
  /** A fatal alert that can be read. */
  | { readonly kind: 'alert'; readonly by: Side; readonly frame: number; readonly alert: TlsAlert }
  /** Of TLS 1.3: the originator's first encrypted record is as long as an alert, where its Finished is due. */
  | { readonly kind: 'encrypted-alert'; readonly by: 'originator'; readonly frame: number }
  /** A plain HTTP request for a port that expects TLS: it answered an alert, or a 400 that says so. */
  | {
      readonly kind: 'plain-http';
      readonly by: 'responder';
      readonly frame: number;
      readonly request: HttpMessage;
      readonly answer: TlsAlert | HttpMessage;
    }
  /** A ClientHello that was answered in plain HTTP, in SSH, or by something else that is no TLS record. */
  | {
      readonly kind: 'no-tls';
      readonly by: 'responder';
      readonly frame: number;
      readonly answer: HttpMessage | SshWords | undefined;
    }
  /** A ClientHello that the responder answered by closing. */
  | { readonly kind: 'no-answer'; readonly by: 'responder'; readonly frame: number };

/** @returns undefined where nothing in the payload says so */
export function tlsFailureOf(connection: Connection): TlsFailure | undefined {
  const { spoken } = connection;
  if (spoken === undefined) return undefined;
  const { originator, responder } = spoken;
  const refusal = responder.tls?.alert?.level === 'fatal' ? responder.tls.alert : undefined;
  const request = originator.http?.kind === 'request' ? originator.http : undefined;
  const response = responder.http?.kind === 'response' ? responder.http : undefined;
  const answer = response?.wantsTls === true ? response : refusal;
  if (request !== undefined && originator.tls === undefined && answer !== undefined && request.frame < answer.frame) {
    return { kind: 'plain-http', by: 'responder', frame: answer.frame, request, answer };
  }
  const alert = originator.tls?.alert?.level === 'fatal' ? originator.tls.alert : undefined;
  if (refusal !== undefined && (alert === undefined || refusal.frame < alert.frame)) {
    return { kind: 'alert', by: 'responder', frame: refusal.frame, alert: refusal };
  }
  if (alert !== undefined) return { kind: 'alert', by: 'originator', frame: alert.frame, alert };
  const encrypted = originator.tls?.encryptedAlertFrame;
  if (encrypted !== undefined) return { kind: 'encrypted-alert', by: 'originator', frame: encrypted };
  const hello = originator.tls?.clientHello === true ? originator.tls.frame : undefined;
  if (hello !== undefined && response !== undefined && responder.tls === undefined && response.frame > hello) {
    return { kind: 'no-tls', by: 'responder', frame: response.frame, answer: response };
  }
  return unanswered(connection, spoken);
}

function unanswered({ segments, half }: Connection, { unansweredHello, responder }: Spoken): TlsFailure | undefined {
  if (unansweredHello === 'silence') {
    const { finFrame } = half.responder;
    return finFrame === undefined ? undefined : { kind: 'no-answer', by: 'responder', frame: finFrame };
  }
  if (unansweredHello === undefined) return undefined;
  const data = segments.find(
    ({ from, payloadBytes, flags }) => from === 'responder' && payloadBytes > 0 && (flags & RST) === 0,
  );
  const frame = responder.ssh?.frame ?? data?.frame;
  return frame === undefined ? undefined : { kind: 'no-tls', by: 'responder', frame, answer: responder.ssh };
}
