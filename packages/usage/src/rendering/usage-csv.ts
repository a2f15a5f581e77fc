import type { UsageReport } from '../usage-report.ts';

const head = ['rank', 'account', 'units', 'share', 'requests', 'throttled', 'refused'];

/** Thousandths: what sums of decimals have beyond is no figure. */
function rounded(units: number): number {
  return Math.round(units * 1000) / 1000;
}

/** The top accounts as CSV (RFC 4180, lines end in CRLF). Names stand as they are: who opens it in a spreadsheet should take that column as text. */
export function usageCsv({ figures }: UsageReport): string {
  const rows = (figures?.accounts ?? []).map(({ account, units, share, requests, throttled, refused }, index) => [
    index + 1,
    account,
    rounded(units),
    Number(share.toPrecision(6)),
    requests,
    throttled,
    refused,
  ]);
  return [head, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: string | number): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
