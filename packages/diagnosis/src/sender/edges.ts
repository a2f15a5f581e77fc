import { SYN } from '@fivewhys/capture';
import type { Reset } from '@fivewhys/connections';
import { remembered } from '@fivewhys/evidence';
import { livedOn } from '../reset/lived-on.ts';
import type { ConnectionSubject } from '../subject.ts';
import { originOf } from './origin-of.ts';
import { type SenderCounters, senderCounters } from './sender-counters.ts';
import { ttlsOf } from './ttls.ts';
import { twoSynAcks } from './two-syn-acks.ts';

/** What shows that two machines answer for one address, the surest first. */
export interface Edges {
  readonly sign:
    | 'in-connection'
    | 'in-others'
    | 'in-handshake'
    | 'answered-twice'
    | 'counters'
    | 'lived-on'
    | 'farther';
  /** Frames that show it, beside the RST. */
  readonly frames: readonly number[];
  readonly because: string;
}

/**
 * Two machines behind one address: by their TTLs, by two counters that go on side by side, by two answers to one SYN, or by a first machine that goes on after the RST. TTLs over
 * which one counter goes on are one machine's, whose packets come by several ways.
 */
export const edgesOf = remembered((subject: ConnectionSubject, reset: Reset): Edges | undefined => {
  if (reset.from !== 'responder') return undefined;
  const { connection } = subject;
  const counters = senderCounters(connection, reset.from, reset.frame);
  const byTtl = counters.ttlsOfOne.has(reset.ttl) ? undefined : ttlSign(subject, reset);
  if (byTtl !== undefined && byTtl.sign !== 'farther') return byTtl;
  const answers = twoSynAcks(connection, reset);
  if (answers !== undefined) return { sign: 'answered-twice', ...answers };
  return byTtl ?? counterSign(counters) ?? livedOnSign(subject, reset);
});

function ttlSign({ connection, surroundings }: ConnectionSubject, reset: Reset): Edges | undefined {
  const { ip, key } = connection[reset.from];
  const half = reset.before[reset.from];
  const own = ttlsOf(half);
  const before = connection.segments.filter(
    ({ frame, from, ttl }) => frame < reset.frame && from === reset.from && ttl >= 0,
  );
  const last = before.at(-1);
  if (reset.ttl < 0 || own.length === 0 || last?.ttl === reset.ttl) return undefined;
  const frames = last === undefined ? [] : [last.frame];
  const others = [half.lowestTtl, half.highestTtl].includes(reset.ttl);
  if (others || half.handshakeTtl === reset.ttl) {
    const same = before.findLast(({ ttl }) => ttl === reset.ttl);
    const where = others ? 'other packets' : 'the SYN-ACK';
    return {
      sign: others ? 'in-connection' : 'in-handshake',
      frames: same === undefined ? frames : [same.frame, ...frames],
      because: `packets of ${ip} within this connection have TTLs ${own.join(' and ')}; the RST has ${reset.ttl}, as ${where} before, where the last one has ${last?.ttl ?? own.at(-1)}`,
    };
  }
  const origin = originOf(connection, surroundings, reset);
  if (origin.place !== 'nearer' && origin.place !== 'farther') return undefined;
  const seen = surroundings.baseline(key)?.ttls.get(reset.ttl) ?? 0;
  if (seen > 0) {
    return {
      sign: 'in-others',
      frames,
      because: `${ip} has TTL ${own.join(' or ')} in this connection; the RST has ${reset.ttl}, which is its TTL in ${seen} other connection${seen === 1 ? '' : 's'} of the capture`,
    };
  }
  return origin.place === 'farther' ? { sign: 'farther', frames, because: origin.because } : undefined;
}

function counterSign({ two }: SenderCounters): Edges | undefined {
  return two === undefined ? undefined : { sign: 'counters', ...two };
}

function livedOnSign({ connection, surroundings }: ConnectionSubject, reset: Reset): Edges | undefined {
  const lived = livedOn(connection, reset);
  // From a box that is nearer, it is a rule of that box.
  if (lived === undefined || originOf(connection, surroundings, reset).place === 'nearer') return undefined;
  const synAck = (lived.segment.flags & SYN) !== 0;
  return {
    sign: 'lived-on',
    frames: [lived.segment.frame],
    because: `${lived.because}: ${synAck ? 'whoever sent it still waits for the end of the handshake' : 'whoever sent it still has the connection'}`,
  };
}
