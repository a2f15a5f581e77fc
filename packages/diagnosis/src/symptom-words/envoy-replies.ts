import type { Wording } from './wording.ts';

const reply = String.raw`upstream connect error or disconnect/reset before headers\. (?:retried and the latest )?reset reason: `;
const failure = String.raw`(?:, transport failure reason: (?<error>[^\n]{3,300}))?`;
const replySource = 'Envoy, source/common/router/router.cc, onUpstreamReset(): what it answers in place of the backend';

/** What Envoy answers where a backend did not, as people find it in a browser or in a client's log. */
export const envoyReplies: readonly Wording[] = [
  {
    example:
      'upstream connect error or disconnect/reset before headers. retried and the latest reset reason: remote connection failure, transport failure reason: delayed connect error: 111',
    pattern: new RegExp(`${reply}(?:remote |local )?connection failure${failure}`),
    effect: 'not-connected',
    effectWeight: 1,
    phase: 'connect',
    phaseWeight: 2,
    phaseBecause: 'the reset reason is that of connecting',
    says: 'the connection to the backend could not be opened',
    source: replySource,
  },
  {
    example: 'upstream connect error or disconnect/reset before headers. reset reason: connection timeout',
    pattern: new RegExp(`${reply}connection timeout`),
    effect: 'timed-out',
    phase: 'connect',
    phaseWeight: 3,
    phaseBecause: 'the reset reason is that of connecting',
    says: 'the connection to the backend was not open in time',
    source: replySource,
  },
  {
    example: 'upstream connect error or disconnect/reset before headers. reset reason: connection termination',
    pattern: new RegExp(`${reply}connection termination`),
    effect: 'broken-off',
    phase: 'waiting-for-response',
    phaseWeight: 3,
    phaseBecause: 'no headers of the response had come',
    says: 'the connection to the backend ended before the response; a RST and a FIN are told alike',
    source: replySource,
  },
  {
    example: 'upstream connect error or disconnect/reset before headers. reset reason: remote reset',
    pattern: new RegExp(`${reply}remote reset`),
    effect: 'broken-off',
    phase: 'waiting-for-response',
    phaseWeight: 3,
    phaseBecause: 'no headers of the response had come',
    says: 'the backend ended the stream of the request; with HTTP/2 the TCP connection lives on',
    source: replySource,
  },
  {
    example: 'upstream connect error or disconnect/reset before headers. reset reason: protocol error',
    pattern: new RegExp(`${reply}protocol error`),
    effect: 'protocol-error',
    phase: 'waiting-for-response',
    phaseWeight: 3,
    phaseBecause: 'no headers of the response had come',
    says: 'what the backend sent was not the protocol that Envoy spoke with it',
    source: replySource,
  },
];
