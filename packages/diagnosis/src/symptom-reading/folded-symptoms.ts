import type { QuotedLine, Symptom, SymptomEndpoint, SymptomInstant } from './symptom.ts';

/** Kinds of symptoms kept apart. A text with more is hostile, or names a new endpoint each time. */
const mostSymptoms = 1000;

interface Folded {
  readonly first: Symptom;
  count: number;
  last: QuotedLine | undefined;
  lastInstant: SymptomInstant;
}

/** Counts alike symptoms as one, in bounded memory. */
export class FoldedSymptoms {
  readonly #folded = new Map<string, Folded>();
  /** Symptoms that were not kept because there were too many kinds. */
  dropped = 0;

  add(symptom: Symptom): void {
    const key = keyOf(symptom);
    const known = this.#folded.get(key);
    if (known !== undefined) {
      known.count += 1;
      known.last = symptom.lines[0];
      known.lastInstant = symptom.lastInstant;
    } else if (this.#folded.size < mostSymptoms) {
      this.#folded.set(key, { first: symptom, count: 1, last: undefined, lastInstant: symptom.lastInstant });
    } else {
      this.dropped += 1;
    }
  }

  /** In the order of their first lines. */
  all(): Symptom[] {
    return [...this.#folded.values()]
      .map(({ first, count, last, lastInstant }) => ({ ...first, count, last, lastInstant }))
      .sort((a, b) => (a.lines[0]?.line ?? 0) - (b.lines[0]?.line ?? 0));
  }
}

/**
 * Everything but the ephemeral port, and the far end beyond a proxy: that is another originator each time. The originator's port is the ephemeral one;
 * where nobody knows who originated, a port that systems give out by themselves is.
 */
function keyOf({ program, effect, phase, errno, speaker, local, remote, sayings }: Symptom): string {
  const isRemoteOriginator = speaker === 'responder' || speaker === 'proxy-as-responder';
  const isLocalOriginator = speaker === 'originator' || speaker === 'proxy-as-originator';
  return JSON.stringify([
    program,
    effect,
    phase,
    errno,
    speaker,
    endpointKey(local, isLocalOriginator),
    endpointKey(remote, isRemoteOriginator),
    sayings.map(({ source }) => source),
  ]);
}

/** Where ephemeral ports begin on Linux (net.ipv4.ip_local_port_range); other systems begin higher. */
const firstEphemeralPort = 32_768;

function endpointKey(endpoint: SymptomEndpoint | undefined, isOriginator: boolean): unknown[] {
  if (endpoint === undefined) return [];
  const { ip, name, label, port } = endpoint;
  const isEphemeral = isOriginator || (port !== undefined && port >= firstEphemeralPort);
  return [ip, name, label, isEphemeral ? undefined : port];
}
