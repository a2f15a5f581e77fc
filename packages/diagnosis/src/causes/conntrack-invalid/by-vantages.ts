import type { Fit } from '@fivewhys/evidence';
import { conntrackInvalid as entry } from '../../catalogue/conntrack-invalid.ts';
import { remediesHere } from '../../commands/remedies-here.ts';
import { endpointText } from '../../phrases.ts';
import { longSilenceNs } from '../../silence/long-silence.ts';
import type { ConnectionSubject } from '../../subject.ts';

/**
 * Captures on both sides of a host that translates addresses show a segment that it left as it was, and the RST with which the end answers it, for it never spoke to that
 * address. From one side alone the RST looks like one of the end's own accord.
 */
export function byVantages({ connection, reset, input, elsewhere }: ConnectionSubject): Fit | undefined {
  if (reset === undefined) return undefined;
  const seen = elsewhere?.resetAt(reset);
  const untranslated = elsewhere?.untranslatedBefore(reset);
  if (
    untranslated === undefined ||
    // What had forgotten the connection by then calls every packet of it INVALID: that is the silence's doing.
    untranslated.silenceNs >= longSilenceNs ||
    seen === undefined ||
    (seen.madeBy !== 'host' && !seen.comesAsOthers) ||
    (reset.from !== 'originator' && reset.from !== 'responder')
  ) {
    return undefined;
  }
  const target = endpointText(connection.responder);
  return {
    kind: 'fits',
    directness: 'direct',
    symptom: `The connection to ${target} was reset by the ${reset.from}, which got a packet of it with an address that it had not spoken to`,
    sentBy: reset.from,
    whys: [
      {
        claim: `The ${reset.from}'s RST has the number that a packet of the other end acknowledges`,
        evidence: [{ input, frames: [reset.frame], detail: `RST seq ${reset.sequence}; ${reset.effectBecause}` }],
      },
      {
        claim:
          'That packet left the host that translates addresses as it had come, where others of the connection were translated: connection tracking called it INVALID',
        evidence: [...untranslated.evidence],
      },
    ],
    lookAlikes: [
      {
        cause: 'client-abort',
        excluded: true,
        because: `the RST answers a packet that was not translated: ${untranslated.sentence}`,
      },
      { cause: 'injected-reset', excluded: true, because: seen.sentence },
    ],
    notes: [],
    next: [{ why: 'on the host that translates, before and after: `invalid` grows', command: 'conntrack -S' }],
    remedies: remediesHere(entry, connection),
    group: 'A packet left the host that translates addresses untranslated, and was reset',
    measures: [],
  };
}
