import type { Endpoint, Side } from '@fivewhys/connections';
import type { ClockOffset } from './clock-offset.ts';
import type { MatchBasis } from './match-connections.ts';
import type { OrderBasis } from './order-places.ts';
import type { SeenSegment } from './seen-segment.ts';

/** Where a place lies on the path of its connections. */
export type Vantage = 'originator' | 'middle' | 'responder' | 'unknown';

/** One of the places at which a connection was seen. */
export interface PlaceReport {
  readonly input: number;
  readonly interfaceId: number | undefined;
  readonly interfaceName: string | undefined;
  readonly vantage: Vantage;
  /** By what that is told. */
  readonly because: string;
  /** Streams of the capture: several where NAT, or a packet that NAT left out, made them. */
  readonly streams: readonly number[];
  /** The ends as they are named here. */
  readonly originator: Endpoint;
  readonly responder: Endpoint;
  readonly segments: number;
  readonly copies: number;
  readonly hops: { readonly originator: number | undefined; readonly responder: number | undefined };
  /** By what it comes after the place before it; undefined of the first. */
  readonly orderedBy: OrderBasis | undefined;
}

/** What the absence of a segment at a place means. */
export type Absence =
  /** The capture covers the time, and nothing says that it misses packets of this connection. */
  | { readonly kind: 'shown'; readonly because: string }
  /** It was there: its bytes were acknowledged, or it was seen farther on. The capture missed it, or it took another way. */
  | { readonly kind: 'missed'; readonly because: string }
  | { readonly kind: 'unknown'; readonly because: string };

/** One segment on its way, as one transmission: what was sent again is another one. */
export interface Journey {
  readonly from: Side;
  /** As it was seen first. */
  readonly first: SeenSegment;
  /** At each place, from the originator's to the responder's: the segments that it was there. More than one where it was cut. */
  readonly seen: readonly (readonly SeenSegment[])[];
  /** It was not seen at the place before the one where it was seen first, in its direction. */
  readonly made: { readonly after: number; readonly before: number; readonly absence: Absence } | undefined;
  /** It was not seen at the next place, or not all of it. */
  readonly lost:
    | { readonly after: number; readonly before: number; readonly bytes: number; readonly absence: Absence }
    | undefined;
  /** Places at which it was not seen although it passed. */
  readonly missedAt: readonly number[];
}

/** Something that is different on the other side. */
export interface Change {
  readonly what:
    | 'originator'
    | 'responder'
    | 'isn'
    | 'mss'
    | 'window-scale'
    | 'sack-permitted'
    | 'timestamps'
    | 'ecn'
    /** Another segment's addresses are translated here, this one's are not. */
    | 'untranslated'
    /** Its addresses are translated, into others than those of the segments before: it was taken for a new connection. */
    | 'translated-anew';
  /** Whose packets. */
  readonly of: Side;
  /** Places, in the order in which the packets pass them. */
  readonly fromPlace: number;
  readonly toPlace: number;
  readonly before: string;
  readonly after: string;
  /** A frame at each of the two places that shows it. */
  readonly frames: readonly [number, number];
}

/** Who made a RST, as several places show it. */
export interface ResetOrigin {
  /** Whose address it bears. */
  readonly from: Side;
  /** Index among the journeys. */
  readonly journey: number;
  readonly made: /** It was seen leaving the host whose address it bears. */
    | { readonly kind: 'end'; readonly place: number }
    /** At the first place no router had passed it on, although the end's own segments had passed some: the host of that place made it, or one on its link. */
    | { readonly kind: 'near'; readonly place: number }
    /** It came to the first place from where no capture is. `asOthers`: with the TTL that the end's other segments have there. */
    | { readonly kind: 'beyond'; readonly place: number; readonly asOthers: boolean }
    /** Two places, in the direction of its way: at the first it was not seen, at the second it was. `inside`: they are two interfaces of one host. `proven`: the first would have seen it. */
    | {
        readonly kind: 'between';
        readonly after: number;
        readonly before: number;
        readonly inside: boolean;
        readonly proven: boolean;
      };
  readonly because: string;
}

/** One connection, as several captures show it. */
export interface ComparedConnection {
  readonly bases: readonly MatchBasis[];
  /** From the originator to the responder. */
  readonly places: readonly PlaceReport[];
  /** In the order of time, as far as it can be told. */
  readonly journeys: readonly Journey[];
  readonly changes: readonly Change[];
  readonly resets: readonly ResetOrigin[];
  /** Segments of it that were let go, for there were too many to keep. */
  readonly leftOut: number;
}

/** How two captures' clocks differ. */
export interface ClockReport extends ClockOffset {
  readonly here: number;
  readonly there: number;
  /** Offset of the dates: to an instant of the capture `here`, in nanoseconds; undefined where one of the captures has no dates. */
  readonly absoluteOffsetNs: number | undefined;
}
