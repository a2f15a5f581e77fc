import type { Reset } from '@fivewhys/connections';
import { remembered, type Sender } from '@fivewhys/evidence';
import type { ConnectionSubject } from '../subject.ts';
import { answersSynAckOnly } from './answers-syn-ack-only.ts';
import { comesBySeveralWays, severalWaysText } from './comes-by-several-ways.ts';
import { isOnAnotherInterface, onAnotherInterface } from './on-another-interface.ts';

/** Who made a RST, as far as this capture tells, and by what. */
export interface SenderGuess {
  readonly sentBy: Sender;
  readonly because: string;
  /** How the RST's TTL stands to the stream's: undefined when one of them is unknown. */
  readonly ttl: 'same' | 'different' | undefined;
}

/**
 * Tells who made a RST: the end whose address it bears, or something between. What decides is the TTL, against the other packets of the same address in this
 * connection and, failing those, in the whole capture. A RST without window and timestamps is no sign of a middlebox: every kind A has neither.
 */
export const senderOf = remembered(({ connection, surroundings }: ConnectionSubject, reset: Reset): SenderGuess => {
  const half = reset.before[reset.from];
  const own = [half.handshakeTtl, half.lowestTtl, half.highestTtl].filter((ttl) => ttl !== undefined);
  const address = connection[reset.from].ip;
  if (reset.ttl < 0) {
    return {
      sentBy: 'unknown',
      because: 'the evidence holds no TTL that would tell the ends from something between',
      ttl: undefined,
    };
  }
  if (isOnAnotherInterface(connection, reset))
    return { sentBy: 'unknown', because: onAnotherInterface, ttl: undefined };
  if (own.length > 0) {
    const within = reset.ttl >= Math.min(...own) && reset.ttl <= Math.max(...own);
    const theirs = [...new Set(own)].sort((a, b) => a - b).join(' or ');
    if (!within && answersSynAckOnly(reset) && surroundings.baseline(connection.originator.key)?.ttls.has(reset.ttl)) {
      return {
        sentBy: 'originator',
        because: `its TTL ${reset.ttl} is that of ${address} in other connections; the SYN has ${theirs}, as a scanner writes it that makes its SYNs itself`,
        ttl: 'same',
      };
    }
    if (!within && comesBySeveralWays(surroundings, connection[reset.from].key, reset.ttl)) {
      return { sentBy: reset.from, because: severalWaysText(address, reset.ttl), ttl: 'same' };
    }
    return within
      ? {
          sentBy: reset.from,
          because: `its TTL ${reset.ttl} is that of ${address}'s other packets in the stream`,
          ttl: 'same',
        }
      : {
          sentBy: 'middlebox',
          because: `its TTL is ${reset.ttl}, ${address}'s other packets in the stream have ${theirs}: another host made it`,
          ttl: 'different',
        };
  }
  const baseline = surroundings.baseline(connection[reset.from].key);
  if (baseline === undefined || baseline.ttls.size === 0) {
    return {
      sentBy: 'unknown',
      because: `nothing else from ${address} is in the capture to hold its TTL ${reset.ttl} against`,
      ttl: undefined,
    };
  }
  const theirs = [...baseline.ttls.keys()].sort((a, b) => a - b).join(' or ');
  return baseline.ttls.has(reset.ttl)
    ? { sentBy: reset.from, because: `its TTL ${reset.ttl} is that of ${address} in other connections`, ttl: 'same' }
    : {
        sentBy: 'middlebox',
        because: `its TTL is ${reset.ttl}, ${address} has ${theirs} in other connections: another host made it`,
        ttl: 'different',
      };
});
