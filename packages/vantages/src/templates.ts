import type { OrderedPlaces } from './order-places.ts';
import type { Place } from './places.ts';
import type { Sighting } from './survey.ts';

/**
 * The places that connections to one responder pass, as those show that got through. What a connection lacks of them it may have lost: a SYN that is rejected on the way is in the
 * capture before and not in the one behind.
 */
export class Templates {
  readonly #byResponder = new Map<string, OrderedPlaces>();
  readonly #byHost = new Map<string, OrderedPlaces>();

  /** Notes the places of a connection that was followed. */
  add(sightings: readonly Sighting[], ordered: OrderedPlaces): void {
    for (const sighting of sightings) {
      const known = this.#byResponder.get(keyOf(sighting));
      if (known === undefined || known.places.length < ordered.places.length) {
        this.#byResponder.set(keyOf(sighting), ordered);
        this.#byHost.set(hostOf(sighting), ordered);
      }
    }
  }

  /** Undefined where no connection to the same responder passed more places than these captures. */
  of(sighting: Sighting): OrderedPlaces | undefined {
    return this.#byResponder.get(keyOf(sighting));
  }

  /** Of one capture of all interfaces, where what left the host by another one would be seen there: connections to other ports will do. */
  ofHost(sighting: Sighting): OrderedPlaces | undefined {
    return this.of(sighting) ?? this.#byHost.get(hostOf(sighting));
  }
}

/**
 * The places of a connection with those that it lacks, empty, in the order of the template; undefined where the template has none of its own places.
 */
export function completed(own: readonly Place[], { places, bases }: OrderedPlaces): OrderedPlaces | undefined {
  const isSame = (one: Place) => (other: Place) => one.input === other.input && one.interfaceId === other.interfaceId;
  // A capture that shows it on one interface only has no number for that.
  const slotOf = (place: Place) => {
    const exact = places.findIndex(isSame(place));
    return exact >= 0 ? exact : places.findIndex(({ input }) => input === place.input);
  };
  const slots = own.map(slotOf);
  if (slots.includes(-1) || new Set(slots).size < slots.length) return undefined;
  return {
    places: places.map((template, slot) => {
      const place = own[slots.indexOf(slot)];
      if (place === undefined)
        return { ...template, segments: [], copies: 0, gapFromNs: Number.NaN, gapToNs: Number.NaN };
      const { originator, responder } = place.hops;
      return {
        ...place,
        interfaceId: template.interfaceId,
        hops: { originator: originator ?? template.hops.originator, responder: responder ?? template.hops.responder },
      };
    }),
    bases,
  };
}

function keyOf({ input, responder }: Sighting): string {
  return `${input} ${responder.key} ${responder.port}`;
}

function hostOf({ input, responder }: Sighting): string {
  return `${input} ${responder.key}`;
}
