import type { Fit } from '@fivewhys/evidence';
import { duration, endpointText } from '../../phrases.ts';
import { forgottenBefore } from '../../silence/forgotten-before.ts';
import { type ConnectionSubject, otherSide } from '../../subject.ts';
import { idleRemedies } from './idle-remedies.ts';
import { nextSteps } from './next-steps.ts';
import { timerBounds } from './timer-bounds.ts';
import { timerEvidence } from './timer-evidence.ts';

/**
 * Captures on both sides of a NAT show that the first packet after a silence left it untranslated: what it had forgotten it takes for a packet without a connection, calls it INVALID
 * (nf_conntrack_tcp_loose=0, and in any case a FIN) and passes it on as it came. The other end resets it, for it never spoke to that address.
 */
export function leftUntranslated(subject: ConnectionSubject): Fit | undefined {
  const forgotten = forgottenBefore(subject);
  const { connection, surroundings, reset, input, elsewhere } = subject;
  if (forgotten === undefined || reset === undefined) return undefined;
  const untranslated = elsewhere?.untranslatedBefore(reset);
  const seen = elsewhere?.resetAt(reset);
  if (untranslated === undefined || seen === undefined) return undefined;
  if (seen.madeBy !== 'host' && !seen.comesAsOthers) return undefined;
  const { port } = connection.responder;
  const lived = typeof port === 'number' ? surroundings.lived(connection.responder.key, port) : undefined;
  const { before, after, silenceNs } = forgotten;
  const target = endpointText(connection.responder);
  return {
    kind: 'fits',
    directness: 'direct',
    symptom: `The connection to ${target} was reset when it was used again after ${duration(silenceNs)} of silence: its packet came with an address that the ${reset.from} had not spoken to`,
    sentBy: reset.from,
    whys: [
      {
        claim: `The ${reset.from}'s RST has the number that the first packet after the silence acknowledges`,
        evidence: [
          { input, frames: [after.frame, reset.frame], detail: `RST seq ${reset.sequence}; ${reset.effectBecause}` },
        ],
      },
      {
        claim:
          'That packet left the host that translates addresses as it had come, where the others of the connection were translated',
        evidence: [...untranslated.evidence],
      },
      {
        claim: `Before it the connection had been silent for ${duration(silenceNs)}`,
        evidence: [
          {
            input,
            frames: [before.frame, after.frame],
            detail: `nothing between frames ${before.frame} and ${after.frame}: ${(silenceNs / 1e9).toFixed(3)} s`,
          },
        ],
      },
      {
        claim: `That host had forgotten the idle connection; its timer lies ${timerBounds(silenceNs, lived)}`,
        evidence: timerEvidence(input, after.frame, silenceNs, lived),
      },
    ],
    lookAlikes: [
      {
        cause: 'conntrack-invalid',
        excluded: true,
        because:
          'what came after the silence is an ordinary packet of the connection: INVALID it is only to who has forgotten that',
      },
      {
        cause: 'restart',
        excluded: false,
        because:
          'a NAT that was started anew, or whose table was flushed meanwhile, does the same: then connections that were not silent have it, too',
      },
      {
        cause: 'client-abort',
        excluded: true,
        because: `the RST answers a packet that was not translated: ${untranslated.sentence}`,
      },
    ],
    notes: [],
    next: nextSteps(subject, otherSide(reset.from)),
    remedies: idleRemedies(connection, lived?.silenceNs, silenceNs),
    group: 'The connection was reset when it was used again after a silence, by an end that got it untranslated',
    measures: [{ name: 'seconds idle before it died', value: silenceNs / 1e9 }],
  };
}
