import { FIN, RST } from '@fivewhys/capture';
import type { HttpMessage, SshWords, TlsAlert } from '@fivewhys/connections';
import type { Evidence, Why } from '@fivewhys/evidence';
import { requestLine } from '../http/message-text.ts';
import { duration, endpointText, flagsText } from '../phrases.ts';
import type { ConnectionSubject } from '../subject.ts';
import { alertMeaning } from './alert-meanings.ts';
import { alertName } from './alert-names.ts';
import type { TlsFailure } from './failure.ts';
import { handshakeOf } from './handshake.ts';
import { handshakeText } from './handshake-text.ts';
import { tlsVersion } from './versions.ts';

/** From the end of the connection to what the ends did not agree on. */
export function whysOfFailure(subject: ConnectionSubject, failure: TlsFailure): Why[] {
  return [endOf(subject, failure), ...rootOf(subject, failure)];
}

/** How the connection ended behind the alert or the answer. */
function endOf({ connection, input }: ConnectionSubject, failure: TlsFailure): Why {
  const said = connection.segments.find(({ frame }) => frame === failure.frame);
  const end = connection.segments.find(({ frame, flags }) => frame >= failure.frame && (flags & (FIN | RST)) !== 0);
  const claim = 'The connection ended before anything could be exchanged over TLS';
  if (end === undefined) {
    return {
      claim,
      evidence: [{ input, frames: [failure.frame], detail: 'how it was closed afterwards is not in the capture' }],
    };
  }
  const since =
    said === undefined || end.frame === failure.frame
      ? ''
      : `, ${duration(end.instantNs - said.instantNs)} after frame ${failure.frame}`;
  return {
    claim,
    evidence: [{ input, frames: [end.frame], detail: `${flagsText(end.flags)} of the ${end.from}${since}` }],
  };
}

function rootOf(subject: ConnectionSubject, failure: TlsFailure): Why[] {
  const { connection, input } = subject;
  const target = endpointText(connection.responder);
  switch (failure.kind) {
    case 'alert':
      return [
        {
          claim: `The ${failure.by} refused the handshake by a TLS alert: ${alertName(failure.alert.description)}`,
          evidence: [alertEvidence(failure.alert, input), ...stageEvidence(subject, failure.frame)],
        },
        {
          claim:
            alertMeaning(failure.alert.description)
              ?.text.replace(/^it /, `The ${failure.by} says that it `)
              .replace(/^(?!The )/, `The ${failure.by} says that `) ??
            `What the ${failure.by} objected to, the alert does not say`,
          evidence: [offerEvidence(subject, failure.frame)],
        },
      ];
    case 'encrypted-alert':
      return [
        {
          claim: 'The originator ended the handshake by an alert of its own, which is encrypted',
          evidence: [
            {
              input,
              frames: [failure.frame],
              detail:
                'its first encrypted record is as long as one alert of TLS 1.3, where its Finished is due, which is longer (RFC 8446 sections 4.4.4 and 5.2)',
            },
            ...stageEvidence(subject, failure.frame),
          ],
        },
        {
          claim: "It objected to what it had just got: the responder's certificate, or the rest of its first flight",
          evidence: [offerEvidence(subject, failure.frame)],
        },
      ];
    case 'plain-http':
      return [
        {
          claim: `${target} expects TLS, and said so`,
          evidence: [
            'status' in failure.answer
              ? {
                  input,
                  frames: [failure.frame],
                  detail: `its answer ${failure.answer.status} says that it got plain HTTP on a port for TLS`,
                }
              : alertEvidence(failure.answer, input),
          ],
        },
        {
          claim: `The originator spoke plain HTTP to it: ${requestLine(failure.request)}`,
          evidence: [
            {
              input,
              frames: [failure.request.frame],
              detail: 'an HTTP/1 request that can be read, where a ClientHello is due',
            },
          ],
        },
      ];
    case 'no-tls':
      return [
        {
          claim: `${target} does not speak TLS${failure.answer === undefined ? '' : 'status' in failure.answer ? ', but plain HTTP' : ', but SSH'}`,
          evidence: [{ input, frames: [failure.frame], detail: otherAnswerText(failure.answer) }],
        },
        { claim: 'The originator spoke TLS to it', evidence: [offerEvidence(subject, failure.frame)] },
      ];
    case 'no-answer':
      return [
        {
          claim: 'The responder closed without a word, and without an alert, when it had got the ClientHello',
          evidence: [
            { input, frames: [failure.frame], detail: 'its FIN came before any payload of it' },
            offerEvidence(subject, failure.frame),
          ],
        },
      ];
  }
}

function otherAnswerText(answer: HttpMessage | SshWords | undefined): string {
  if (answer === undefined) return 'its first payload, where a ServerHello is due, begins with no record of TLS';
  return 'status' in answer
    ? `an HTTP/1 answer that can be read, ${answer.status}, where a ServerHello is due`
    : `its first line is "${answer.text}"`;
}

function alertEvidence({ frame, description, level }: TlsAlert, input: number): Evidence {
  return {
    input,
    frames: [frame],
    detail: `TLS alert, ${level}, description ${alertName(description)}, not encrypted`,
  };
}

function stageEvidence({ connection, input }: ConnectionSubject, frame: number): Evidence[] {
  const stage = handshakeText(connection, frame + 1);
  return stage === undefined ? [] : [{ input, ...stage }];
}

/** What had been offered and chosen before. */
function offerEvidence({ connection, input }: ConnectionSubject, frame: number): Evidence {
  const handshake = handshakeOf(connection);
  if (handshake === undefined)
    return { input, frames: [frame], detail: 'no ClientHello of the originator is in the capture' };
  const { client, server } = handshake;
  const offered = client.version === undefined ? '' : `, and offers up to ${tlsVersion(client.version)}`;
  const name =
    client.serverName === undefined
      ? 'names no server (SNI), as far as it was captured'
      : `is for the name ${client.serverName} (SNI)`;
  const chosen =
    server?.serverHello === true && server.version !== undefined ? `; ${tlsVersion(server.version)} was chosen` : '';
  return {
    input,
    frames: [client.frame, ...(chosen === '' || server === undefined ? [] : [server.frame])],
    detail: `the ClientHello ${name}${offered}${chosen}`,
  };
}
