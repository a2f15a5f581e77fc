import { amount } from '@fivewhys/report/writers';

/** `93 %`; `0.4 %` below one. */
export function percent(share: number): string {
  const value = share * 100;
  return `${value === 0 || value >= 10 ? Math.round(value) : Number(value.toPrecision(2))} %`;
}

/** `1.04 times`. */
export function times(factor: number): string {
  if (!Number.isFinite(factor)) return 'many times';
  return `${factor >= 100 ? amount(Math.round(factor)) : Number(factor.toPrecision(3))} times`;
}

/** Three digits tell enough of a rate or a cost: `12,300`, `0.0451`. */
export function figureOf(value: number): string {
  if (Math.abs(value) >= 1000) return amount(Math.round(Number(value.toPrecision(3))));
  return String(Number(value.toPrecision(3)));
}

/** `2026-11-22 13:05:00`, in UTC as all times are. */
export function timeOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}

/** `rose to 1.8 times`, `fell to 0.4 times`, `stayed about the same`. */
export function wentTo(factor: number): string {
  if (factor > 0.95 && factor < 1.05) return 'stayed about the same';
  return `${factor > 1 ? 'rose' : 'fell'} to ${times(factor)}`;
}
