/** JSON has no NaN: a figure that the capture can't give, because it has no times, is left out. */
export function finite(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}
