import type { Frame } from '../frames/frames.ts';
import type { Place } from '../network/places.ts';
import type { Found, Story } from '../story.ts';
import { senderAt, type Vantage } from '../vantages.ts';
import { matchingStreams } from './matching-streams.ts';
import type { Journey } from './reset-journeys.ts';
import { type Maker, makersAt } from './reset-senders.ts';
import type { ResetTruth, VantageTruth } from './truth.ts';

/** One place's capture, read back. */
export interface Seen {
  readonly place: Place;
  readonly capture: string;
  readonly frames: readonly Frame[];
  readonly frameCount: number;
}

/** What is to be found at one place: the streams that the story explains, and who sent each RST. @param own what the story found at its own vantage */
export function vantageTruth(
  story: Story,
  found: Found,
  own: Seen,
  here: Seen,
  made: readonly (readonly [Journey, Maker])[],
): VantageTruth {
  const { place, capture, frames, frameCount } = here;
  const isOwn = place.vantage === own.place.vantage;
  const streams = isOwn ? found.streams : matchingStreams(own.frames, found.streams, frames);
  // Where the cause lies in how many connections there are, it explains none of them alone.
  const comesBy = found.streams.length === 0 ? frames.length > 0 : streams.length > 0;
  const resets = resetsAt(story, here, made);
  const named = toldAt(story, place.vantage);
  const unseen = !isOwn && sends(story, resetsAt(story, own, made), found.streams) && !sends(story, resets, streams);
  const fromPackets = named === undefined && unseen ? null : named;
  return {
    capture,
    cause: comesBy ? story.cause : null,
    ...(fromPackets === undefined || !comesBy ? {} : { fromPackets }),
    streams,
    resets,
    frames: frameCount,
    connections: new Set(frames.map(({ stream }) => stream)).size,
  };
}

/** What the story itself says of a vantage: what packets can tell there at most, where that is not the cause. */
export function toldAt({ fromPackets }: Story, vantage: Vantage): string | null | undefined {
  return fromPackets === null || typeof fromPackets !== 'object' ? fromPackets : fromPackets[vantage];
}

/** Whether a RST of the story comes by: where it does not, packets can't tell why the connection ended. */
function sends({ sentBy }: Story, resets: readonly ResetTruth[], streams: readonly number[]): boolean {
  return resets.some((reset) => reset.sentBy === sentBy && streams.includes(reset.stream));
}

function resetsAt(story: Story, { place, frames }: Seen, made: readonly (readonly [Journey, Maker])[]): ResetTruth[] {
  const makers = makersAt(frames, made, wireOf(place));
  return frames
    .filter(({ flags }) => flags.includes('R'))
    .map(({ number, stream }) => {
      const maker = makers.get(number);
      return {
        frame: number,
        stream,
        sentBy: maker === undefined ? null : senderAt(roleBehind(maker.origin), story),
        kernelReason: maker?.kernelReason ?? null,
      };
    });
}

/** The middle host's interface at which the same packets come by; undefined for all of them. */
export function wireOf({ namespace, interface: name }: Place): string | undefined {
  if (name === 'any') return undefined;
  return name === 'wire' ? `to-${namespace.role}` : name;
}

const roleBehind = (wire: string | undefined): string => wire?.replace(/^to-/, '') ?? 'router';
