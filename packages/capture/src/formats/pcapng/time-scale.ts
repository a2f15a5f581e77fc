/**
 * Turns an interface's 64-bit timestamps into seconds and nanoseconds. `convert` fills the two fields, so that the hot path allocates nothing.
 */
export interface TimeScale {
  /** Whole seconds since the epoch, if_tsoffset included. */
  seconds: number;
  /** 0 to 999,999,999. */
  nanoseconds: number;
  convert(ticksHigh: number, ticksLow: number): void;
}

const two32 = 4_294_967_296;

/**
 * @param resolution if_tsresol: a negative power of 10, or of 2 when the top bit is set (draft-ietf-opsawg-pcapng section 4.2)
 * @param offsetSeconds if_tsoffset
 */
export function timeScaleOf(resolution: number, offsetSeconds: bigint): TimeScale {
  const offset = Number(offsetSeconds);
  if (resolution <= 9) return new DecimalTimeScale(10 ** resolution, offset);
  return new ExactTimeScale(resolution, offset);
}

/** Up to nanoseconds: whole arithmetic in doubles, made exact by the low 32 bits. */
class DecimalTimeScale implements TimeScale {
  seconds = 0;
  nanoseconds = 0;
  readonly #ticksPerSecond: number;
  readonly #nsPerTick: number;
  readonly #offsetSeconds: number;

  constructor(ticksPerSecond: number, offsetSeconds: number) {
    this.#ticksPerSecond = ticksPerSecond;
    this.#nsPerTick = 1e9 / ticksPerSecond;
    this.#offsetSeconds = offsetSeconds;
  }

  convert(ticksHigh: number, ticksLow: number): void {
    const perSecond = this.#ticksPerSecond;
    let seconds = Math.floor((ticksHigh * two32 + ticksLow) / perSecond);
    // The double above is off by up to 1,024 ticks; the remainder modulo 2^32 is not, and it must lie in [0, ticksPerSecond).
    let remainder = (ticksLow - Math.imul((seconds % two32) | 0, perSecond)) >>> 0;
    if (remainder >= perSecond) {
      if (remainder > two32 / 2) {
        seconds -= 1;
        remainder = (remainder + perSecond) % two32;
      } else {
        seconds += 1;
        remainder -= perSecond;
      }
    }
    this.seconds = seconds + this.#offsetSeconds;
    this.nanoseconds = remainder * this.#nsPerTick;
  }
}

/** Any other resolution (powers of 2, picoseconds): rare, so big integers will do. */
class ExactTimeScale implements TimeScale {
  seconds = 0;
  nanoseconds = 0;
  readonly #ticksPerSecond: bigint;
  readonly #offsetSeconds: number;

  constructor(resolution: number, offsetSeconds: number) {
    const exponent = BigInt(resolution & 0x7f);
    this.#ticksPerSecond = (resolution & 0x80) !== 0 ? 2n ** exponent : 10n ** exponent;
    this.#offsetSeconds = offsetSeconds;
  }

  convert(ticksHigh: number, ticksLow: number): void {
    const ticks = (BigInt(ticksHigh) << 32n) | BigInt(ticksLow);
    this.seconds = Number(ticks / this.#ticksPerSecond) + this.#offsetSeconds;
    this.nanoseconds = Number(((ticks % this.#ticksPerSecond) * 1_000_000_000n) / this.#ticksPerSecond);
  }
}
