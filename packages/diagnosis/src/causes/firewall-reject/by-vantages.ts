import { ACK, SYN } from '@fivewhys/capture';
import type { Reset } from '@fivewhys/connections';
import type { Fit } from '@fivewhys/evidence';
import { firewallReject as entry } from '../../catalogue/firewall-reject.ts';
import { rejectRules } from '../../commands/reject-rules.ts';
import { remediesHere } from '../../commands/remedies-here.ts';
import { oddSegmentBefore } from '../../path/odd-segment.ts';
import { endpointText } from '../../phrases.ts';
import { isSilenceKnown, longSilenceNs, noLongSilence } from '../../silence/long-silence.ts';
import { silenceBefore } from '../../silence/silence-before.ts';
import type { ConnectionSubject } from '../../subject.ts';
import { otherSide } from '../../subject.ts';

/**
 * A RST that one capture can't tell from one of the end, while others show that it was made on the way, where the segment that it answers was stopped. That is what a REJECT rule
 * does (nf_send_reset in nf_reject_ipv4.c answers, and the packet is dropped); who injects a RST beside the connection lets its packets pass.
 */
export function byVantages(subject: ConnectionSubject, reset: Reset): Fit | undefined {
  const { connection, input, elsewhere } = subject;
  const seen = elsewhere?.resetAt(reset);
  if (seen?.madeBy !== 'between' || seen.provoker !== 'stopped') return undefined;
  if ((reset.kind !== 'A' && reset.kind !== 'B') || reset.deviations.length > 0) return undefined;
  const provoker = connection.segments.find(({ frame }) => frame === reset.provokedBy);
  const gap = silenceBefore(connection, reset.frame, otherSide(reset.from));
  if (provoker === undefined || (gap !== undefined && gap.silenceNs >= longSilenceNs)) return undefined;
  const odd = oddSegmentBefore(connection, reset);
  const target = endpointText(connection.responder);
  const isAttempt = reset.kind === 'B' && (provoker.flags & (SYN | ACK)) === SYN;
  const symptom = isAttempt
    ? `A connection attempt to ${target} was refused on the way`
    : `The connection to ${target} was cut off in the middle by something on the way`;
  return {
    kind: 'fits',
    directness: 'direct',
    symptom,
    sentBy: 'firewall',
    whys: [
      {
        claim: `A segment of the ${otherSide(reset.from)} was answered by a RST in the ${reset.from}'s name`,
        evidence: [{ input, frames: [provoker.frame, reset.frame], detail: reset.provokedBecause }],
      },
      {
        claim:
          'A rule on the way rejects such packets: the segment that the RST answers did not pass the place where the RST was made',
        evidence: [...seen.evidence],
      },
    ],
    lookAlikes: [
      {
        cause: 'anycast-shift',
        excluded: false,
        because: 'another machine with that address may have got the segment and answered it',
      },
      {
        cause: 'conntrack-invalid',
        excluded: isAttempt || odd === undefined,
        because: isAttempt
          ? 'a SYN was answered'
          : odd === undefined
            ? 'no odd packet came right before'
            : 'an odd packet came right before',
      },
      {
        cause: 'idle-timeout',
        excluded: isAttempt || isSilenceKnown(connection, gap),
        because: noLongSilence(connection, gap),
      },
    ],
    notes: [],
    next: [
      {
        why: 'on the host between those places: the rule whose counter grows with each attempt is it',
        command: rejectRules,
      },
    ],
    remedies: remediesHere(entry, connection),
    group: isAttempt
      ? 'Connection attempts were refused on the way'
      : 'The connection was cut off in the middle by something on the way',
    measures: [],
  };
}
