/** A duration in the unit that fits: `21 µs`, `3.1 ms`, `55.6 s`. */
export function durationText(nanoseconds: number): string {
  const ns = Math.abs(nanoseconds);
  if (ns < 1e3) return `${Math.round(ns)} ns`;
  if (ns < 1e6) return `${significant(ns / 1e3)} µs`;
  if (ns < 1e9) return `${significant(ns / 1e6)} ms`;
  return `${significant(ns / 1e9)} s`;
}

function significant(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}
