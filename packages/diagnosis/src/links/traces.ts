import type { Connection } from '@fivewhys/connections';
import type { Finding } from '@fivewhys/evidence';
import { type Trace, traceOf } from './trace.ts';

/** Connections whose traces are kept. Beyond it findings are joined by the others. */
const mostTraces = 20_000;
/** Of one finding so many are compared with so many of another. */
const mostOfFinding = 300;

/** The traces of all connections that are in findings, in bounded memory, and the clocks of their inputs. */
export class Traces {
  readonly #ofConnections = new Map<string, Trace>();
  readonly #ofFindings = new Map<string, Trace>();
  readonly #baseInstantsNs = new Map<number, bigint>();

  add(input: number, connection: Connection): void {
    if (this.#ofConnections.size >= mostTraces) return;
    this.#ofConnections.set(keyOf(input, connection.stream), traceOf(input, connection));
  }

  /** The trace of a finding that is about no single connection. */
  addFinding(id: string, trace: Trace): void {
    this.#ofFindings.set(id, trace);
  }

  /** The times of an input have a date. */
  date(input: number, baseInstantNs: bigint): void {
    this.#baseInstantsNs.set(input, baseInstantNs);
  }

  of({ id, subjects }: Finding): readonly Trace[] {
    const whole = this.#ofFindings.get(id);
    if (whole !== undefined) return [whole];
    return subjects
      .slice(0, mostOfFinding)
      .map(({ input, stream }) => this.#ofConnections.get(keyOf(input, stream)))
      .filter((trace) => trace !== undefined);
  }

  /** Nanoseconds from an instant of one input to one of another; undefined where their clocks can't be compared. */
  between(from: { input: number; instantNs: number }, to: { input: number; instantNs: number }): number | undefined {
    if (from.input === to.input) return to.instantNs - from.instantNs;
    const [fromBase, toBase] = [this.#baseInstantsNs.get(from.input), this.#baseInstantsNs.get(to.input)];
    if (fromBase === undefined || toBase === undefined) return undefined;
    return Number(toBase - fromBase) + to.instantNs - from.instantNs;
  }
}

function keyOf(input: number, stream: number): string {
  return `${input} ${stream}`;
}
