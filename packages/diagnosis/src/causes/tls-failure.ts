import type { Cause, Fit, LookAlike, Misfit, NextStep } from '@fivewhys/evidence';
import { certificates, names, protocols, versions } from '../catalogue/tls-failure.ts';
import { requestLine } from '../http/message-text.ts';
import { endpointText } from '../phrases.ts';
import { otherBoxes } from '../sender/other-boxes.ts';
import { senderOf } from '../sender/sender.ts';
import { ttlsOf } from '../sender/ttls.ts';
import type { ConnectionSubject } from '../subject.ts';
import { alertMeaning } from '../tls/alert-meanings.ts';
import { alertName } from '../tls/alert-names.ts';
import { type TlsFailure, tlsFailureOf } from '../tls/failure.ts';
import { handshakeOf } from '../tls/handshake.ts';
import { clientHelloText, stageText } from '../tls/handshake-text.ts';
import { whysOfFailure } from '../tls/whys-of-failure.ts';

/**
 * The TLS handshake failed.
 *
 * Seen: a fatal TLS alert that can be read; of TLS 1.3 also an encrypted record that is as long as an alert, where Finished is due; plain HTTP sent to a port that answers by an alert, or
 * TLS to one that answers in HTTP. Then a FIN or a RST. With less certainty: a RST in the middle of the handshake.
 *
 * Implies: the ends did not agree on a version, a cipher suite, a certificate, a name, or on speaking TLS at all (RFC 8446 section 6.2; RFC 5246 section 7.2.2).
 *
 * Alike: `injected-reset` and `firewall-reject` (something between objects to the name), `unread-data` and `process-killed` (the program went away), where a RST is all that is seen.
 *
 * Settles it: the alert, and the TTL of its packet; `openssl s_client` against the same address and name.
 *
 * Shown by: captures/tls-alert.pcap, captures/tls-plain-http.pcap.
 */
export const tlsFailure: Cause<ConnectionSubject> = {
  id: 'tls-failure',
  title: 'the TLS handshake failed',
  weigh(subject) {
    const failure = tlsFailureOf(subject.connection);
    return failure === undefined ? byReset(subject) : bySaying(subject, failure);
  },
};

function bySaying(subject: ConnectionSubject, failure: TlsFailure): Fit {
  const { connection } = subject;
  return {
    kind: 'fits',
    directness: failure.kind === 'no-answer' ? 'indirect' : 'direct',
    symptom: symptomOf(subject, failure),
    sentBy: subject.reset === undefined ? failure.by : senderOf(subject, subject.reset).sentBy,
    whys: whysOfFailure(subject, failure),
    lookAlikes: [
      injectedOf(subject, failure),
      ...(failure.kind === 'no-answer'
        ? [{ cause: 'process-killed', excluded: false, because: 'the program may have ended in the middle of it' }]
        : []),
      { cause: 'closed-port', excluded: true, because: 'the port had accepted the connection' },
    ],
    notes:
      failure.kind === 'encrypted-alert'
        ? [
            'What the alert says can only be read with the keys of the connection (SSLKEYLOGFILE), or in the log of the originator.',
          ]
        : [],
    next: [nextStep(subject)],
    remedies: remediesOf(failure),
    group: storyOf(failure),
    apart: endpointText(connection.responder),
    measures: [],
  };
}

function symptomOf({ connection }: ConnectionSubject, failure: TlsFailure): string {
  const target = endpointText(connection.responder);
  if (failure.kind === 'plain-http')
    return `${requestLine(failure.request)} was sent in plain HTTP to ${target}, which expects TLS`;
  return symptomAt(target, failure);
}

function storyOf(failure: TlsFailure): string {
  if (failure.kind === 'plain-http') return 'A request was sent in plain HTTP to a port that expects TLS';
  return startingBig(symptomAt('the responder', failure));
}

function symptomAt(target: string, failure: Exclude<TlsFailure, { kind: 'plain-http' }>): string {
  switch (failure.kind) {
    case 'alert':
      return failure.by === 'originator'
        ? `The originator refused the TLS handshake with ${target}: ${alertName(failure.alert.description)}`
        : `${target} refused the TLS handshake: ${alertName(failure.alert.description)}`;
    case 'encrypted-alert':
      return `The originator broke off the TLS handshake with ${target}`;
    case 'no-tls':
      return `TLS was spoken to ${target}, which answers in another protocol`;
    case 'no-answer':
      return `${target} closed the connection instead of answering the ClientHello`;
  }
}

function startingBig(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Whether the end itself said it: by the TTL of the packet against that of its SYN or SYN-ACK. */
function injectedOf({ connection }: ConnectionSubject, failure: TlsFailure): LookAlike {
  const said = connection.segments.find(({ frame }) => frame === failure.frame);
  const handshakeTtl = connection.half[failure.by].handshakeTtl;
  const own = ttlsOf(connection.half[failure.by]);
  if (said === undefined || said.ttl < 0 || handshakeTtl === undefined) {
    return {
      cause: 'injected-reset',
      excluded: false,
      because: 'the capture does not hold the TTLs that would tell whether the end itself said it',
    };
  }
  return said.ttl === handshakeTtl
    ? {
        cause: 'injected-reset',
        excluded: true,
        because: `TTL ${said.ttl} of frame ${failure.frame} is that of the ${failure.by}'s ${failure.by === 'originator' ? 'SYN' : 'SYN-ACK'}: it was said by the end that the connection was opened with`,
      }
    : {
        cause: 'injected-reset',
        excluded: false,
        because: `TTL ${said.ttl} of frame ${failure.frame} is not that of the ${failure.by}'s handshake (${own.join(' or ')}): another machine may have said it`,
      };
}

function remediesOf(failure: TlsFailure) {
  const remedy = failure.kind === 'alert' ? alertMeaning(failure.alert.description)?.remedy : undefined;
  if (failure.kind === 'plain-http' || failure.kind === 'no-tls') return [protocols];
  if (failure.kind === 'encrypted-alert' || remedy === 'certificate') return [certificates];
  return remedy === 'version' ? [versions] : remedy === 'name' ? [names] : remedy === 'protocol' ? [protocols] : [];
}

function nextStep({ connection }: ConnectionSubject): NextStep {
  const { ip, port } = connection.responder;
  const said = handshakeOf(connection)?.client.serverName;
  // It comes from the network, and this is a command: only what a host name consists of.
  const name = said !== undefined && /^[A-Za-z0-9._-]+$/.test(said) ? said : undefined;
  const address = ip.includes(':') ? `[${ip}]` : ip;
  return {
    why: `run on ${connection.originator.ip}: does the handshake by itself, and names the alert, the version and the certificates`,
    command: `openssl s_client -connect ${address}:${port} ${name === undefined ? '-noservername' : `-servername '${name}'`} -showcerts </dev/null`,
  };
}

/** A RST in the middle of a handshake, without a word why. */
function byReset(subject: ConnectionSubject): Fit | Misfit {
  const { connection, reset, input } = subject;
  const handshake = handshakeOf(connection);
  if (handshake === undefined) {
    return { kind: 'excluded', because: 'no TLS alert, and no beginning of a TLS handshake, is in the capture' };
  }
  if (reset === undefined) return { kind: 'excluded', because: 'no TLS alert is in the capture, and no RST' };
  if (reset.effect !== 'accepted' && reset.effect !== 'unknown')
    return { kind: 'excluded', because: 'the RST was not acted on' };
  if (handshake.isFinished !== false || handshake.client.frame >= reset.frame) {
    return {
      kind: 'excluded',
      because:
        handshake.isFinished === true
          ? 'the TLS handshake was finished before the RST'
          : 'that the TLS handshake was not finished can not be told',
    };
  }
  const sender = senderOf(subject, reset);
  const name = handshake.client.serverName;
  return {
    kind: 'fits',
    directness: 'indirect',
    symptom: `A connection to ${endpointText(connection.responder)} was reset in the middle of the TLS handshake`,
    sentBy: sender.sentBy,
    whys: [
      {
        claim: `The ${reset.from}${sender.ttl === 'different' ? "'s address" : ''} reset the connection before the TLS handshake was finished, and without an alert`,
        evidence: [
          { input, frames: [reset.frame], detail: `kind ${reset.kind}; ${reset.effectBecause}` },
          { input, frames: [reset.frame], detail: sender.because },
        ],
      },
      {
        claim: 'Something in what had been said until then was not acceptable to it, or the program went away',
        evidence: [{ input, frames: [handshake.client.frame], detail: stageText(handshake) }],
      },
    ],
    lookAlikes: [
      ...otherBoxes(sender, ['injected-reset', 'firewall-reject']),
      {
        cause: 'unread-data',
        excluded: reset.kind !== 'C',
        because:
          reset.kind === 'C'
            ? 'a program that closes without reading the handshake sends the same'
            : `it would send kind C, and not ${reset.kind}`,
      },
      { cause: 'process-killed', excluded: false, because: 'the program may have ended in the middle of it' },
      { cause: 'closed-port', excluded: true, because: 'the port had accepted the connection' },
    ],
    notes:
      name === undefined
        ? []
        : [
            `The ${clientHelloText(handshake)} can be read by everyone on the way: a box that objects to names could act on it. Another name for the same address, tried from the same place, tells.`,
          ],
    next: [nextStep(subject)],
    remedies: [],
    group: `The ${reset.from} reset a connection in the middle of the TLS handshake`,
    apart: endpointText(connection.responder),
    measures: [],
  };
}
