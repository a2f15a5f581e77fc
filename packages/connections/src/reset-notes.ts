import type { Reset, Side } from './connection.ts';
import type { ResetGlance } from './describe-reset.ts';
import * as at from './layout.ts';
import type { Tracked } from './tracked.ts';

/** The RST that decided one connection's fate, for whoever asks whether several went in the same moment. */
export interface ResetNote {
  readonly stream: number;
  readonly frame: number;
  readonly instantNs: number;
  /** When the connection began in the capture. */
  readonly firstInstantNs: number;
  readonly kind: Reset['kind'];
  readonly from: Side;
  /** The responder's port, whoever sent the RST. */
  readonly service: number;
  readonly ttl: number;
  /** A FIN of the RST's sender was seen before it. */
  readonly afterFin: boolean;
}

/** Remembered of one address: the newest, in the order in which connections are let go. */
const mostOfAddress = 256;

interface OfAddress {
  readonly notes: ResetNote[];
  /** Of all, also of those that are not remembered any more. */
  count: number;
  /** The same in order of time, once somebody asked: each connection's weighing asks several times. */
  inTime: readonly ResetNote[] | undefined;
}

/** The RSTs by which addresses ended or refused connections, by the number of the address, in bounded memory. */
export class ResetNotes {
  readonly #byAddress = new Map<number, OfAddress>();

  add(address: number, note: ResetNote): void {
    let own = this.#byAddress.get(address);
    if (own === undefined) {
      own = { notes: [], count: 0, inTime: undefined };
      this.#byAddress.set(address, own);
    }
    own.notes[own.count % mostOfAddress] = note;
    own.count += 1;
    own.inTime = undefined;
  }

  /** In order of time. */
  of(address: number): readonly ResetNote[] {
    const own = this.#byAddress.get(address);
    if (own === undefined) return [];
    own.inTime ??= own.notes.toSorted((a, b) => a.instantNs - b.instantNs);
    return own.inTime;
  }
}

/** What is remembered of the RST that decided the fate of a connection. */
export function noteOf(reset: ResetGlance | Reset, { table }: Tracked, slot: number): ResetNote {
  return {
    stream: table.cold[slot * at.coldWords + at.STREAM],
    frame: reset.frame,
    instantNs: reset.instantNs,
    firstInstantNs: table.coldTimes[slot * at.coldTimes + at.FIRST_INSTANT],
    kind: reset.kind,
    from: reset.from,
    service: table.words[slot * at.rowWords + at.RESPONDER_PORT],
    ttl: reset.ttl,
    afterFin:
      'before' in reset
        ? reset.before[reset.from].finFrame !== undefined
        : (table.words[slot * at.rowWords + (reset.from === 'originator' ? 0 : 1) + at.BITS] & at.HALF_FIN) !== 0,
  };
}
