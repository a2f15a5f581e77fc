import type { Reset } from '@fivewhys/connections';
import { originOf, ttlsOf } from './path-facts.ts';
import type { ConnectionSubject } from './subject.ts';

/** What shows that two machines answer for one address. */
export interface Edges {
  readonly sign: 'in-connection' | 'in-others' | 'farther';
  readonly because: string;
}

/** Two machines behind one address: two TTLs in one connection, the RST's TTL in other connections of the address, or a RST from farther away than the end itself. */
export function edgesOf({ connection, surroundings }: ConnectionSubject, reset: Reset): Edges | undefined {
  if (reset.from !== 'responder') return undefined;
  const half = reset.before[reset.from];
  const { ip, key } = connection[reset.from];
  const own = ttlsOf(half);
  if (own.length > 1 && half.handshakeTtl !== undefined && reset.ttl >= 0) {
    return {
      sign: 'in-connection',
      because: `packets of ${ip} within this connection have TTLs ${own.join(' and ')} (${half.handshakeTtl} in the handshake), the RST has ${reset.ttl}`,
    };
  }
  const origin = originOf(connection, surroundings, reset);
  if (origin.place !== 'nearer' && origin.place !== 'farther') return undefined;
  const others = own.length === 0 ? 0 : (surroundings.baseline(key)?.ttls.get(reset.ttl) ?? 0);
  if (others > 0) {
    return {
      sign: 'in-others',
      because: `${ip} has TTL ${own.join(' or ')} in this connection; the RST has ${reset.ttl}, which is its TTL in ${others} other connection${others === 1 ? '' : 's'} of the capture`,
    };
  }
  return origin.place === 'farther' ? { sign: 'farther', because: origin.because } : undefined;
}
