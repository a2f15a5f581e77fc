import type { Fit } from '@fivewhys/evidence';
import { injectedReset as entry } from '../../catalogue/injected-reset.ts';
import { remediesHere } from '../../commands/remedies-here.ts';
import { oddSegmentBefore } from '../../path/odd-segment.ts';
import { endpointText } from '../../phrases.ts';
import { isSilenceKnown, longSilenceNs, noLongSilence } from '../../silence/long-silence.ts';
import { silenceBefore } from '../../silence/silence-before.ts';
import type { ConnectionSubject } from '../../subject.ts';
import { otherSide } from '../../subject.ts';

/**
 * A RST that one capture can't tell from one of the end, while others show that it was made on the way, and that the segment which it seems to answer passed all the same: a rule that
 * rejects does not let it pass.
 */
export function byVantages({ connection, reset, input, elsewhere }: ConnectionSubject): Fit | undefined {
  if (reset === undefined) return undefined;
  const seen = elsewhere?.resetAt(reset);
  if (seen?.madeBy !== 'between' || seen.provoker === 'stopped') return undefined;
  const gap = silenceBefore(connection, reset.frame, otherSide(reset.from));
  if (gap !== undefined && gap.silenceNs >= longSilenceNs) return undefined;
  const odd = oddSegmentBefore(connection, reset);
  const { ip } = connection[reset.from];
  return {
    kind: 'fits',
    directness: 'direct',
    symptom: `The connection to ${endpointText(connection.responder)} got a RST from something on the way, in the name of ${ip}`,
    sentBy: 'middlebox',
    whys: [
      {
        claim: `A RST that bears the ${reset.from}'s address came into the connection`,
        evidence: [{ input, frames: [reset.frame], detail: reset.effectBecause }],
      },
      { claim: `The ${reset.from} did not send it: a device on the way made it`, evidence: [...seen.evidence] },
    ],
    lookAlikes: [
      {
        cause: 'firewall-reject',
        excluded: seen.provoker === 'arrived',
        because: 'whether the segment that it answers was let through is not in the captures',
      },
      {
        cause: 'anycast-shift',
        excluded: false,
        because: `another machine with the address ${ip} may have got a packet of the connection and answered it`,
      },
      {
        cause: 'conntrack-invalid',
        excluded: odd === undefined,
        because: odd === undefined ? 'no odd packet came right before' : 'an odd packet came right before',
      },
      {
        cause: 'idle-timeout',
        excluded: isSilenceKnown(connection, gap),
        because: noLongSilence(connection, gap),
      },
    ],
    notes: [],
    next: [],
    remedies: remediesHere(entry, connection),
    group: `Something on the way sent a RST in the name of the ${reset.from}, as captures at several places show`,
    measures: [],
  };
}
