import type { Beginnings } from './keep-beginnings.ts';
import type { Sighting } from './survey.ts';

/** Two connections that may be one conversation, on both sides of a program that ends TCP. */
export interface ProxyGuess {
  readonly front: Sighting;
  readonly back: Sighting;
  /** What both begin with. */
  readonly beginning: string;
  /** Connections on each side that begin so: with more than one, order decided. */
  readonly alike: number;
}

/** Less of a beginning is hardly anybody's own. */
const leastBytes = 12;

/**
 * Guesses which connections of different captures carry the same conversation: those that begin with the same words, as many in the one capture as in the other, in the order in
 * which they began. A proxy may change more than the beginning shows, and others may say the same; so it is a guess.
 *
 * @param unmatched connections of each capture that its partner does not have
 */
export function guessProxied(unmatched: readonly (readonly Sighting[])[], beginnings: Beginnings): ProxyGuess[] {
  const guesses: ProxyGuess[] = [];
  for (const [input, own] of unmatched.entries()) {
    for (const others of unmatched.slice(input + 1)) {
      const there = byBeginning(others, beginnings);
      for (const [beginning, fronts] of byBeginning(own, beginnings)) {
        const backs = there.get(beginning) ?? [];
        if (backs.length !== fronts.length) continue;
        for (const [index, front] of fronts.entries()) {
          guesses.push({ front, back: backs[index] as Sighting, beginning, alike: fronts.length });
        }
      }
    }
  }
  return guesses;
}

function byBeginning(sightings: readonly Sighting[], beginnings: Beginnings): Map<string, Sighting[]> {
  const byText = new Map<string, Sighting[]>();
  for (const sighting of sightings.toSorted((a, b) => a.firstInstantNs - b.firstInstantNs)) {
    const text = essenceOf(beginnings.get(sighting) ?? '');
    if (text === undefined) continue;
    const others = byText.get(text);
    if (others === undefined) byText.set(text, [sighting]);
    else others.push(sighting);
  }
  return byText;
}

/** Of an HTTP/1 request its method and target: proxies change the version, and headers. Undefined of what is too short to tell. */
function essenceOf(text: string): string | undefined {
  const request = /^[A-Z]{3,10} \S+(?= HTTP\/1)/.exec(text)?.[0];
  return request ?? (text.length < leastBytes ? undefined : text.slice(0, 32));
}
