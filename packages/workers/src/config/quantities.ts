const msPerUnit = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const bytesPerUnit = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 } as const;

/** `250ms`, `10s`, `5m`, `2h`, `1d`, also with a fraction; undefined for anything else. */
export function durationMsOf(text: string): number | undefined {
  const [, amount, unit] = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h|d)$/.exec(text) ?? [];
  return amount === undefined ? undefined : Number(amount) * msPerUnit[unit as keyof typeof msPerUnit];
}

/** `600M`, `1.5G`, `1048576`: powers of 1024, as the kernel and systemd count memory; undefined for anything else. */
export function bytesOf(text: string): number | undefined {
  const [, amount, unit] = /^(\d{1,15}(?:\.\d{1,3})?)([KMGT]?)(?:i?B)?$/.exec(text) ?? [];
  return amount === undefined
    ? undefined
    : Math.round(Number(amount) * bytesPerUnit[unit as keyof typeof bytesPerUnit]);
}

/** `1h..2h`, or one time for both; undefined for anything else, and where the second is shorter. */
export function spanOf(text: string): { readonly fromMs: number; readonly toMs: number } | undefined {
  const [from = '', to = from, ...rest] = text.split('..');
  const fromMs = durationMsOf(from);
  const toMs = durationMsOf(to);
  if (fromMs === undefined || toMs === undefined || toMs < fromMs || fromMs <= 0 || rest.length > 0) return undefined;
  return { fromMs, toMs };
}
