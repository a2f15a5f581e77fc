import type { Connection, Reset, Surroundings } from '@fivewhys/connections';
import { remembered } from '@fivewhys/evidence';
import { comesBySeveralWays, severalWaysText } from './comes-by-several-ways.ts';
import { isOnAnotherInterface, onAnotherInterface } from './on-another-interface.ts';
import { hopsOf, ttlsOf } from './ttls.ts';

/** How a RST's TTL stands to those of the end whose address it bears. */
export interface Origin {
  readonly place: 'same' | 'nearer' | 'farther' | 'unknown';
  /** RST's TTL less the end's; 0 when unknown. */
  readonly difference: number;
  /** The arithmetic. */
  readonly because: string;
}

/** Where a RST was made, by its TTL against those that its end's own packets had before; against the end's other connections where it had sent nothing. */
export const originOf = remembered((connection: Connection, surroundings: Surroundings, reset: Reset): Origin => {
  const end = connection[reset.from];
  const own = ttlsOf(reset.before[reset.from]);
  const baseline = own.length > 0 ? undefined : surroundings.baseline(end.key);
  const theirs = own.length > 0 ? own : [...(baseline?.ttls.keys() ?? [])].sort((a, b) => a - b);
  const where = own.length > 0 ? 'in this connection' : 'in other connections';
  const [lowest] = theirs;
  const highest = theirs.at(-1);
  if (reset.ttl < 0 || lowest === undefined || highest === undefined) {
    return { place: 'unknown', difference: 0, because: 'the capture does not hold the TTLs that would tell' };
  }
  if (isOnAnotherInterface(connection, reset)) {
    return { place: 'unknown', difference: 0, because: onAnotherInterface };
  }
  const text = theirs.join(' or ');
  if (reset.ttl >= lowest && reset.ttl <= highest) {
    return {
      place: 'same',
      difference: 0,
      because: `TTL ${reset.ttl}, as the other packets of ${end.ip} ${where} (${text})`,
    };
  }
  if (comesBySeveralWays(surroundings, end.key, reset.ttl)) {
    return { place: 'same', difference: 0, because: severalWaysText(end.ip, reset.ttl) };
  }
  const hops = hopsOf(reset.ttl);
  const theirHops = hopsOf(highest);
  const place = hops < theirHops ? 'nearer' : 'farther';
  return {
    place,
    difference: reset.ttl - (reset.ttl > highest ? highest : lowest),
    because: `TTL ${reset.ttl} (${routers(hops)} passed), the other packets of ${end.ip} ${where} have ${text} (${routers(theirHops)}): it was made by another machine, ${place === 'nearer' ? 'nearer to the capture' : 'farther away'}`,
  };
});

function routers(hops: number): string {
  return hops === 1 ? '1 router' : `${hops} routers`;
}
