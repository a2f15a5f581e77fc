import { Conversation, Direction, Side } from './direction.ts';
import { addressOf, type Endpoint, splitEndpoint } from './endpoint.ts';
import type { NameTable } from './name-table.ts';
import { portOfService } from './services.ts';

/**
 * Directions kept before the oldest are let go: at least this many, at most twice as many; 290 MB were measured at the most. tcpdump itself keeps all.
 * A conversation that is let go and comes back is read as one whose beginning the text does not hold.
 */
const leastKept = 262_144;

/** Finds what is known of `10.0.0.1.80 > 10.0.0.2.1234` by the very words: tcpdump writes an endpoint in one way only. */
export class DirectionTable {
  readonly #names: NameTable;
  readonly #leastKept: number;
  /** Two generations: the older one is dropped whole, what is used moves to the younger. Deleting one by one from the front of a Map is slow. */
  #younger = new Map<string, Direction>();
  #older = new Map<string, Direction>();

  constructor(names: NameTable, keepAtLeast = leastKept) {
    this.#names = names;
    this.#leastKept = keepAtLeast;
  }

  /** Forgets all: another run of tcpdump begins in the same text, with bases of its own. */
  clear(): void {
    this.#younger.clear();
    this.#older.clear();
  }

  /**
   * @param pair `source > destination`
   * @returns undefined when these are not two endpoints with ports
   */
  find(pair: string): Direction | undefined {
    return this.#younger.get(pair) ?? this.#promote(pair) ?? this.#create(pair);
  }

  #promote(pair: string): Direction | undefined {
    const direction = this.#older.get(pair);
    if (direction !== undefined) this.#keep(pair, direction);
    return direction;
  }

  #create(pair: string): Direction | undefined {
    const between = pair.indexOf(' > ');
    const source = pair.slice(0, between);
    const destination = pair.slice(between + 3);
    const reverseKey = `${destination} > ${source}`;
    const reverse = this.#younger.get(reverseKey) ?? this.#older.get(reverseKey);
    const direction = reverse === undefined ? this.#read(source, destination) : reversed(reverse);
    if (direction !== undefined) this.#keep(pair, direction);
    return direction;
  }

  #keep(pair: string, direction: Direction): void {
    if (this.#younger.size >= this.#leastKept) {
      this.#older = this.#younger;
      this.#younger = new Map();
    }
    // A copy: the pair is a slice that would keep its whole line alive.
    this.#younger.set(Buffer.from(pair, 'latin1').toString('latin1'), direction);
  }

  #read(sourceText: string, destinationText: string): Direction | undefined {
    const source = splitEndpoint(sourceText);
    const destination = splitEndpoint(destinationText);
    if (source === undefined || destination === undefined) return undefined;
    const sourcePort = this.#portOf(source);
    const destinationPort = this.#portOf(destination);
    const addresses = this.addressesOf(source.host, destination.host);
    if (addresses === undefined || sourcePort < 0 || destinationPort < 0) return undefined;
    return new Direction(new Conversation(), new Side(), new Side(), { ...addresses, sourcePort, destinationPort });
  }

  /** Both addresses in one family; names and a mix of families are family 0 (see Segment.family). */
  addressesOf(source: string, destination: string): Pick<Direction, 'family' | 'source' | 'destination'> | undefined {
    const from = addressOf(source);
    const to = addressOf(destination);
    if (from !== undefined && to !== undefined && from.family === to.family) {
      return { family: from.family, source: from.words, destination: to.words };
    }
    const fromName = this.#names.indexOf(source);
    const toName = this.#names.indexOf(destination);
    if (fromName < 0 || toName < 0) return undefined;
    return { family: 0, source: [0, 0, 0, fromName], destination: [0, 0, 0, toName] };
  }

  #portOf(endpoint: Endpoint): number {
    const { port } = endpoint;
    if (/^\d{1,5}$/.test(port) && Number(port) <= 0xffff) return Number(port);
    const known = portOfService(port);
    if (known !== undefined) return known;
    const name = this.#names.indexOf(port);
    return name < 0 ? -1 : 0x10000 + name;
  }
}

function reversed(direction: Direction): Direction {
  return new Direction(direction.conversation, direction.receiver, direction.sender, {
    family: direction.family,
    source: direction.destination,
    destination: direction.source,
    sourcePort: direction.destinationPort,
    destinationPort: direction.sourcePort,
  });
}
