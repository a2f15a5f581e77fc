import type { Connection, Half, KeptSegment, LivedSilence, Reset, Side, Surroundings } from '@fivewhys/connections';
import { distance } from '@fivewhys/connections';
import type { Remedy } from '@fivewhys/evidence';
import type { CatalogueEntry } from './catalogue/entry.ts';
import { duration, endpointText } from './phrases.ts';

/** From this silence on a forgotten connection is worth naming: no timer of a known NAT, firewall or balancer is shorter. */
export const longSilenceNs = 5e9;

/** Routers that a packet has passed: senders begin with 64, 128 or 255. */
export function hopsOf(ttl: number): number {
  return (ttl <= 64 ? 64 : ttl <= 128 ? 128 : 255) - ttl;
}

/** TTLs of an end's own packets, RSTs left out, lowest first. */
export function ttlsOf({ handshakeTtl, lowestTtl, highestTtl }: Half): number[] {
  const known = [handshakeTtl, lowestTtl, highestTtl].filter((ttl) => ttl !== undefined);
  return [...new Set(known)].sort((a, b) => a - b);
}

/** How a RST's TTL stands to those of the end whose address it bears. */
export interface Origin {
  readonly place: 'same' | 'nearer' | 'farther' | 'unknown';
  /** RST's TTL less the end's; 0 when unknown. */
  readonly difference: number;
  /** The arithmetic. */
  readonly because: string;
}

export function originOf(connection: Connection, surroundings: Surroundings, reset: Reset): Origin {
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
  const text = theirs.join(' or ');
  if (reset.ttl >= lowest && reset.ttl <= highest) {
    return {
      place: 'same',
      difference: 0,
      because: `TTL ${reset.ttl}, as the other packets of ${end.ip} ${where} (${text})`,
    };
  }
  const hops = hopsOf(reset.ttl);
  const theirHops = hopsOf(highest);
  const place = hops < theirHops ? 'nearer' : 'farther';
  return {
    place,
    difference: reset.ttl - (reset.ttl > highest ? highest : lowest),
    because: `TTL ${reset.ttl} (${routers(hops)} passed), the other packets of ${end.ip} ${where} have ${text} (${routers(theirHops)}): it was made by another machine, ${place === 'nearer' ? 'nearer to the capture' : 'farther away'}`,
  };
}

function routers(hops: number): string {
  return hops === 1 ? '1 router' : `${hops} routers`;
}

/** A time in which a connection was silent, and the segments around it. */
export interface Gap {
  readonly silenceNs: number;
  readonly before: Pick<KeptSegment, 'frame'>;
  readonly after: KeptSegment;
}

/**
 * The longest silence just before `frame`: among the segments that one end sent in a row, and the last one of the other end before them. Times between a segment and its
 * retransmission are no silence: it was waiting for an answer.
 *
 * @param side who spoke last
 */
export function silenceBefore(connection: Connection, frame: number, side: Side): Gap | undefined {
  const { segments, frames, copies, newestSilence } = connection;
  let end = segments.findIndex((segment) => segment.frame >= frame);
  if (end < 0) end = segments.length;
  let start = end;
  while (start > 0 && segments[start - 1]?.from === side) start -= 1;
  let longest: Gap | undefined;
  // Between the first four segments and the newest some may not have been kept.
  const complete = segments.length + copies >= frames;
  for (let index = Math.max(start, 1); index < end; index += 1) {
    const before = segments[index - 1] as KeptSegment;
    const after = segments[index] as KeptSegment;
    if (index === 4 && !complete) {
      if (newestSilence?.afterFrame !== after.frame) continue;
      const { silenceNs, beforeFrame } = newestSilence;
      if (silenceNs > (longest?.silenceNs ?? 0)) longest = { silenceNs, before: { frame: beforeFrame }, after };
      continue;
    }
    if (isSentAgain(segments, index)) continue;
    const silenceNs = after.instantNs - before.instantNs;
    if (silenceNs > (longest?.silenceNs ?? 0)) longest = { silenceNs, before, after };
  }
  return longest;
}

/** Whether the capture tells how long it was silent before: of what is its first segment, it does only where that is the SYN. */
export function isSilenceKnown({ handshake }: Connection, gap: Gap | undefined): boolean {
  return gap !== undefined || handshake.synFrame !== undefined;
}

/** `no long silence came right before: 2.97 s at the longest`. Longer ones may have come earlier. */
export function noLongSilence(connection: Connection, gap: Gap | undefined): string {
  if (!isSilenceKnown(connection, gap)) return 'how long it was silent before is not in the capture';
  return `no long silence came right before${gap === undefined ? '' : `: ${duration(gap.silenceNs)} at the longest`}`;
}

function isSentAgain(segments: readonly KeptSegment[], index: number): boolean {
  const { from, sequence, payloadBytes } = segments[index] as KeptSegment;
  return (
    payloadBytes > 0 &&
    segments
      .slice(0, index)
      .some(
        (earlier) =>
          earlier.from === from &&
          earlier.payloadBytes > 0 &&
          distance((earlier.sequence + earlier.payloadBytes) >>> 0, sequence) > 0,
      )
  );
}

/** Round trip from the vantage to the end that answers there, by the handshake. */
export function roundTripNs({ handshake }: Connection, to: Side): number | undefined {
  return to === 'responder' ? handshake.synToSynAckNs : handshake.synAckToAckNs;
}

/** What an end sent after a frame, RSTs left out. */
export function sentAfter({ segments }: Connection, frame: number, side: Side): KeptSegment[] {
  return segments.filter((segment) => segment.frame > frame && segment.from === side && (segment.flags & 0x04) === 0);
}

export function otherEnd(side: Side): Side {
  return side === 'originator' ? 'responder' : 'originator';
}

/** The remedies of the catalogue, for this responder. */
export function remediesHere({ remedies }: CatalogueEntry, { responder }: Connection): Remedy[] {
  const inFamily = (text: string) =>
    responder.ip.includes(':') ? text.replaceAll('10.0.0.0/8', 'fc00::/7').replace(/\bip (?=[ds]addr)/g, 'ip6 ') : text;
  const here = (text: string) =>
    inFamily(text).replaceAll('ADDRESS', responder.ip).replaceAll('PORT', String(responder.port));
  return remedies.map((remedy) => ({
    ...remedy,
    commands: remedy.commands.map(here),
    harm: here(remedy.harm),
    verify: here(remedy.verify),
  }));
}

/** A filter for tcpdump that takes both ends. */
export function captureFilter({ originator, responder }: Connection): string {
  return `host ${originator.ip} and host ${responder.ip} and port ${responder.port}`;
}

/** Connections to the same port that were accepted after an instant: what died was not the way to it. */
export function acceptedAfter(
  { responder }: Connection,
  surroundings: Surroundings,
  instantNs: number,
): string | undefined {
  if (typeof responder.port !== 'number') return undefined;
  const service = surroundings.service(responder.key, responder.port);
  return service !== undefined && service.lastInstantNs > instantNs
    ? `a new connection to ${endpointText(responder)} was accepted ${((service.lastInstantNs - instantNs) / 1e9).toFixed(1)} s later`
    : undefined;
}

/** A silence that another connection to the same port, or this one earlier, outlived although it was longer: then no timer explains a shorter one. */
export function longerSilenceLived(
  { responder }: Connection,
  surroundings: Surroundings,
  silenceNs: number,
): LivedSilence | undefined {
  const lived = typeof responder.port === 'number' ? surroundings.lived(responder.key, responder.port) : undefined;
  return lived !== undefined && lived.silenceNs >= silenceNs ? lived : undefined;
}

/** Why the TTL of an originator's RST tells nothing, where it had sent no more than its SYN: scanners write their SYNs with a TTL of their own, and their kernel, which knows of no such SYN, resets the SYN-ACK. */
export function answersSynAckOnly({ from, before }: Reset): string | undefined {
  const { segments, lowestTtl, finFrame, synFrame } = before.originator;
  if (from !== 'originator' || lowestTtl !== undefined || (finFrame !== undefined && finFrame !== synFrame))
    return undefined;
  return segments === 0
    ? "nothing of the originator came before its RST that the RST's TTL could be held against"
    : 'the originator had sent nothing but its SYN: a program that writes its SYNs itself has other TTLs than its kernel, which resets the SYN-ACK';
}
